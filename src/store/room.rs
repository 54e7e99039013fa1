//! Room on the disk: how much is left, and a ballast that keeps some for the worst moment.
//!
//! The ballast is a file of real blocks. Removing it gives the store room to go on answering what it has taken, when
//! others have filled the disk.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{FallocateFlags, fallocate, statvfs};

/// How many bytes this user may still write in `folder`.
///
/// # Errors
/// When the system cannot say.
pub fn free(folder: &Path) -> io::Result<u64> {
    let stat = statvfs(folder)?;
    Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
}

/// The ballast of a data folder.
#[derive(Clone, Debug)]
pub struct Ballast {
    path: PathBuf,
    bytes: u64,
}

impl Ballast {
    /// A ballast of so many bytes in `folder`; none with 0.
    #[must_use]
    pub fn new(folder: &Path, bytes: u64) -> Self {
        Self { path: folder.join("ballast"), bytes }
    }

    /// How large it is to be.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether it is there as a whole.
    #[must_use]
    pub fn is_made(&self) -> bool {
        // A file with holes has fewer blocks than bytes: it would keep no room.
        self.bytes == 0 || fs::metadata(&self.path).is_ok_and(|meta| meta.blocks().saturating_mul(512) >= self.bytes)
    }

    /// Makes it, or removes it where none is wanted any more.
    ///
    /// # Errors
    /// When there is no room; then there is none of it.
    pub fn make(&self) -> io::Result<()> {
        if self.bytes == 0 {
            return self.release();
        }
        if self.is_made() {
            return Ok(());
        }
        self.write().inspect_err(|_| drop(self.release()))
    }

    /// Removes it.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn release(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn write(&self) -> io::Result<()> {
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&self.path)?;
        match fallocate(&file, FallocateFlags::empty(), 0, self.bytes) {
            Ok(()) => {}
            // Not every file system can.
            Err(rustix::io::Errno::OPNOTSUPP) => write_zeros(&file, self.bytes)?,
            Err(error) => return Err(error.into()),
        }
        file.sync_all()
    }
}

fn write_zeros(mut file: &File, bytes: u64) -> io::Result<()> {
    let zeros = vec![0; 1 << 20];
    let mut left = bytes;
    while left > 0 {
        let part = left.min(zeros.len() as u64) as usize;
        file.write_all(&zeros[..part])?;
        left -= part as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ballast_takes_real_room_and_gives_it_back() {
        let folder = tempfile::tempdir().unwrap();
        let ballast = Ballast::new(folder.path(), 3 << 20);
        assert!(!ballast.is_made());
        ballast.make().unwrap();
        assert!(ballast.is_made());
        let meta = fs::metadata(folder.path().join("ballast")).unwrap();
        assert_eq!((meta.len(), meta.mode() & 0o777), (3 << 20, 0o600));
        ballast.make().unwrap();
        ballast.release().unwrap();
        ballast.release().unwrap();
        assert!(!ballast.is_made());
    }

    #[test]
    fn a_file_of_holes_is_no_ballast() {
        let folder = tempfile::tempdir().unwrap();
        File::create(folder.path().join("ballast")).unwrap().set_len(3 << 20).unwrap();
        let ballast = Ballast::new(folder.path(), 3 << 20);
        assert!(!ballast.is_made());
        ballast.make().unwrap();
        assert!(ballast.is_made());
    }

    #[test]
    fn without_room_none_of_it_stays() {
        let folder = tempfile::tempdir().unwrap();
        let ballast = Ballast::new(folder.path(), 1 << 60);
        ballast.make().unwrap_err();
        assert!(!folder.path().join("ballast").exists());
        assert!(free(folder.path()).unwrap() > 0);
    }

    #[test]
    fn where_none_is_wanted_an_old_one_goes() {
        let folder = tempfile::tempdir().unwrap();
        Ballast::new(folder.path(), 1 << 20).make().unwrap();
        let none = Ballast::new(folder.path(), 0);
        none.make().unwrap();
        assert!(none.is_made() && !folder.path().join("ballast").exists());
    }
}
