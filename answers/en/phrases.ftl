# What the assistant itself says. The text is read as Markdown: an empty line begins a paragraph, **bold**, - list.
# Every fact and every door of the ledgers can be used: { $fact-access-deadline }, { $contact-police-phone }.

## Getting acquainted

intro =
    Hello. I am a computer program with fixed texts. I am not a person and not the police. { $operator } runs me.

    I help with questions about your personal data at the Dutch police. I also tell you where to turn. I cannot look into files.

    Do not send a citizen service number (BSN) or an identity document. Is someone in danger? Call { $contact-emergency-phone }. What I keep is in /privacy.
intro-no-operator =
    Hello. I am a computer program with fixed texts, and still a trial. I am not a person. I do not belong to the police.

    I help with questions about your personal data at the Dutch police. I also tell you where to turn. I cannot look into files.

    Do not send a citizen service number (BSN) or an identity document. Is someone in danger? Call { $contact-emergency-phone }. What I keep is in /privacy.

## Topics

menu = What is your question about? Choose a button, or type your question in your own words.
menu-situation = **{ $situation }.** What do you want to know?

## Not (quite) understood

clarify = I am not sure what you mean. Is it about one of these topics?
clarify-one = I am not sure what you mean. Do you mean this?
fallback =
    I have no answer to this question. I only know about personal data at the Dutch police.

    Is it about that? Then say it in other or fewer words, or choose a topic. For other police matters, call { $contact-police-phone }. Is it urgent? Call { $contact-emergency-phone }.
fallback-again = I cannot understand you. That is my fault. A person can help you better.
fallback-still = I have no answer to this either. Choose a topic, or ask a person for help.
unknown-command = I do not know this command. You can simply type your question, or choose a topic.
old-button = This button no longer works. Choose again below, or type your question.

## More, simpler, where is that written

more-none = I do not know more about this. A person may be able to help you further.
simpler-none = I cannot say it more simply. Would you like a person to explain it?
law-none = I have no law article with this answer. A person may be able to help you further.

## Other messages

media = { $kind ->
    [photo] I cannot look at photos. Never send a photo of your identity document. { $removed ->
        [yes] I take the photo out of this chat, to keep you safe. Is it still there later? Then please delete it yourself.
       *[no] You can delete such a photo yourself.
        } Type your question in words, or choose a topic.
    [document] I cannot open files. Never send a copy of your identity document. { $removed ->
        [yes] I take the file out of this chat, to keep you safe. Is it still there later? Then please delete it yourself.
       *[no] You can delete the file yourself.
        } Type your question in words, or choose a topic.
    [voice] I cannot listen to a spoken message. Type your question in words, or choose a topic.
    [video] I cannot watch videos. Type your question in words, or choose a topic.
    [location] I can do nothing with a location. Is someone in danger? Call { $contact-emergency-phone }. If not, type your question or choose a topic.
    [contact] I do not need other people's details. Type your question in words, or choose a topic.
    [sticker] I do not understand stickers. Type your question in words, or choose a topic.
   *[other] I cannot read this message. Type your question in words, or choose a topic.
    }
media-note = { $kind ->
    [photo] I did not look at the photo. I only read your text. { $removed ->
        [yes] I take your message with the photo out of this chat, to keep you safe.
       *[no] Please delete a photo of an identity document yourself.
        }
    [document] I did not open the file. I only read your text. { $removed ->
        [yes] I take your message with the file out of this chat, to keep you safe.
       *[no] Please delete a copy of an identity document yourself.
        }
   *[other] I only read your text.
    }
edited-note = You changed your message. I read it again.
undelivered-note = An earlier answer of mine did not reach you. Please ask that question again.
private-warning = { $kind ->
    [document] You sent something that looks like the number of an identity document.
    [card] You sent something that looks like the number of a payment card.
   *[bsn] You sent something that looks like a citizen service number (BSN).
    } I do not need it. I do not use it. { $removed ->
    [yes] So I take that message out of this chat. Is it still there later? Then please delete it yourself.
   *[no] Please delete that message from this chat too.
    }

## Language

language-ask = Which language do you prefer?
language-set = Fine, we go on in English.
language-name = English
language-names = english engels engelse en anglais englisch inglés angielski ingilizce

## Privacy and erasing

privacy =
    This is what I keep of this conversation:

    - { $operator } is responsible for this assistant.
    - I keep what you type until I have answered. After that I remember the topic, your language and the buttons I showed. All of it is encrypted on the disk.
    - After { $days } days without a message I erase that too.
    - You can see all I have with /mydata. You can erase all of it with /delete. Always, and at once.
    - Telegram does see the messages. A conversation with a bot is not end-to-end encrypted at Telegram.
    - Do not send a BSN or an identity document. Would you rather not use Telegram? Call the police on { $contact-police-phone }.
privacy-no-operator =
    This is what I keep of this conversation:

    - This assistant is a trial. The police and the AP do not run it.
    - I keep what you type until I have answered. After that I remember the topic, your language and the buttons I showed. All of it is encrypted on the disk.
    - After { $days } days without a message I erase that too.
    - You can see all I have with /mydata. You can erase all of it with /delete. Always, and at once.
    - Telegram does see the messages. A conversation with a bot is not end-to-end encrypted at Telegram.
    - Do not send a BSN or an identity document. Would you rather not use Telegram? Call the police on { $contact-police-phone }.
missed-told = Questions that I do not understand I keep for { $days } days, to learn from. I leave out numbers and addresses. I do not keep who asked. Please mention no names.
erase-ask = Do you want me to forget this conversation? I will then erase all I remember of it. You delete the messages in your own Telegram yourself.
erase-done =
    I have erased this conversation. Gone are your language, the topics and the buttons. Also gone is that you asked or chose something { $turns } times.

    An old backup may still have this conversation, encrypted. If it is ever put back, I erase the conversation again.

    You can delete the messages in your own Telegram yourself. Feel free to write again.
my-data =
    This is all I have of this conversation:

    - Language: { $lang }
    - Topic: { $topic ->
        [none] none
       *[other] { $topic }
        }
    - Earlier topics: { $earlier ->
        [none] none
       *[other] { $earlier }
        }
    - Question for a member of staff: { $officer ->
        [none] none
        [draft] not passed on yet
        [requested] just passed on
        [open] { $code }, passed on
       *[closed] { $code }, closed
        }
    - How often you asked or chose something: { $turns }
    - Last message: { $active }
    - Without a new message I erase this on: { $until }

    I also have the number of this chat at Telegram, to be able to answer you. { $words ->
        [kept] I keep words of yours for an hour at most, without the data I recognise. They are shown below.
       *[none] I keep none of your words in this conversation.
        } I do not keep your name or your phone number. Does a member of staff have a question of yours? Then I show next what is kept with it. You can erase all of it with /delete. Below is the same as data for a computer (JSON).
my-case =
    This is what the members of staff have about your question **{ $code }**:

    - State: { $state ->
        [waiting] waits for a member of staff
        [taken] with a member of staff
       *[closed] closed
        }
    - Topic: { $topic ->
        [none] not passed on
       *[other] { $topic }
        }
    - Police unit: { $unit ->
        [none] not passed on
       *[other] { $unit }
        }
    - Messages from you and to you: { $messages }
    - Notes of members of staff: { $notes }
    - After this all is gone: { $until ->
        [none] a few days after closing
       *[other] { $until }
        }

    Below are the messages themselves, as data for a computer (JSON). The first message is your question, as I passed it on. I do not show notes here. Ask the organisation for those; it is named in /privacy.
my-case-more = There are { $count } more messages. They do not fit here. Ask the organisation for those too.
erase-kept = Fine, I will not erase anything.

## Other

group-leave = I only work in a conversation with one person. So I am leaving this group. Feel free to send me a message yourself.
source-line = *Source: { $source }. Checked on { $date }.*
apology = Something went wrong on my side. I could not answer your question. Please try again later, or call { $contact-police-phone }.

## Buttons

button-more = More explanation
button-simpler = In simple words
button-law = Where is that written?
button-else = Something else
button-none = None of these
button-human = I want to talk to a person
button-menu = All topics
button-yes-erase = Yes, erase this conversation
button-no-erase = No, keep it

## Choosing by typing: the words per place, with a bar between

choice-places = first one 1st top|second two 2nd|third three 3rd|fourth four 4th|fifth five 5th|sixth six 6th|seventh seven 7th|eighth eight 8th|ninth nine 9th|tenth ten 10th
choice-last = last bottom
choice-fillers = the that then no number option button choice please i choose mean take pick yes ok okay

## To be made known to Telegram

command-start = Begin the conversation
command-help = Show the topics
command-privacy = What I keep of this conversation
command-data = Show what I have of you
command-language = Choose a language
command-human = To a person
command-delete = Erase this conversation
bot-about = Answers about your personal data at the Dutch police. A computer program with fixed texts.
bot-description = Ask your question about your personal data at the Dutch police. I am a computer program with fixed, checked texts and show you the right door. Do not send a BSN or identity document. In an emergency, call { $contact-emergency-phone }.

## Data that are not needed

struck-only = I do not need that. I left it out. What is your question about?
# The words that stand around such data. If a message has nothing else, nothing was asked.
struck-words = my our bsn citizen service number account iban mail e-mail email address. phone telephone mobile licence license plate passport id date of birth born. name is am i i'm it the this here and on hello. hi

## Asking back once more

clarify-again = I still do not quite understand you. Choose one of these topics, or ask a person.

## Too busy

too-many = You are sending many messages in a row. I will first answer those that are already here. I may not read what you send now. Please wait a moment, then ask again. Is someone in danger? Call { $contact-emergency-phone }.

## Region

# Words around where someone lives. With nothing else in it, a message says only that.
place-verbs = live living lives resident moved
place-words = i im m we in at from near now so. the my is am town city village municipality no yes but and
region-unit =
    { $place } belongs to the police unit **{ $unit }**. Write to the privacy officer of that unit.

    The address is in the address list on { $contact-privacy-officer-web }. I do not know the postal addresses myself.
region-ask = { $place } lies in more than one police unit. Which one do you mean? You can also name your municipality.
region-chosen =
    That is the police unit **{ $unit }**. Write to the privacy officer of that unit.

    The address is in the address list on { $contact-privacy-officer-web }. I do not know the postal addresses myself.

## To a member of staff

hand-over-open = { $waiting ->
    [0] A member of staff can answer you here in this chat. Nobody is waiting before you.
    [one] A member of staff can answer you here in this chat. One question is waiting before yours.
   *[other] A member of staff can answer you here in this chat. { $waiting } questions are waiting before yours.
    }
hand-over-unstaffed = No member of staff is here right now.
hand-over-closed = { $day ->
    [today] No staff are here now. They are back today at { $time }.
    [tomorrow] No staff are here now. They are back tomorrow at { $time }.
    [day1] No staff are here now. They are back on Monday at { $time }.
    [day2] No staff are here now. They are back on Tuesday at { $time }.
    [day3] No staff are here now. They are back on Wednesday at { $time }.
    [day4] No staff are here now. They are back on Thursday at { $time }.
    [day5] No staff are here now. They are back on Friday at { $time }.
    [day6] No staff are here now. They are back on Saturday at { $time }.
    [day7] No staff are here now. They are back on Sunday at { $time }.
    [month1] No staff are here now. They are back on { $date } January at { $time }.
    [month2] No staff are here now. They are back on { $date } February at { $time }.
    [month3] No staff are here now. They are back on { $date } March at { $time }.
    [month4] No staff are here now. They are back on { $date } April at { $time }.
    [month5] No staff are here now. They are back on { $date } May at { $time }.
    [month6] No staff are here now. They are back on { $date } June at { $time }.
    [month7] No staff are here now. They are back on { $date } July at { $time }.
    [month8] No staff are here now. They are back on { $date } August at { $time }.
    [month9] No staff are here now. They are back on { $date } September at { $time }.
    [month10] No staff are here now. They are back on { $date } October at { $time }.
    [month11] No staff are here now. They are back on { $date } November at { $time }.
    [month12] No staff are here now. They are back on { $date } December at { $time }.
   *[other] No staff are here now. They are back soon at { $time }.
    }
hand-over-closed-long = No staff are here now. I do not know when they are back.
hand-over-leave = You can leave your question now. The answer will come later, here in this chat.
hand-over-later = The answer will come later, here in this chat.
hand-over-ask = Type your question in one message. Leave out your BSN, name and address. I will first show you what I pass on.
hand-over-shown = **This is what I pass on, if you agree:**
hand-over-no-more = I pass on nothing else. The member of staff does not see your name or your account.
hand-over-line-topic = Topic: { $topic }
hand-over-line-lang = Language: { $lang }
hand-over-line-unit = Police unit: { $unit }
hand-over-line-steps = You have read about: { $steps }
hand-over-line-question = Your question: “{ $question }”
hand-over-line-none = No question in words
hand-over-edit = What do you want to change or leave out?
hand-over-cancelled = Fine, I pass nothing on.
hand-over-forgotten = Nothing is left here of your question **{ $code }**. Your last message reached nobody. You can pass it on as a new question.
hand-over-file-words = Your words were passed on. The file was not: the member of staff only sees text. Never send a copy of your identity document.
hand-over-lost = Your question did not reach the member of staff. I am sorry. Pass it on again with /human.
hand-over-outdated = That button belongs to an earlier version. I have not passed anything on yet.
hand-over-expired = This was too long ago. I threw the text away and passed nothing on. Do you want to start again?
hand-over-moment = One moment. I am passing your question on. Please send your message again shortly.
hand-over-passed = { $ahead ->
    [0] Your question has been passed on. Your code is **{ $code }**. You are first in line.
    [one] Your question has been passed on. Your code is **{ $code }**. One question is waiting before yours.
   *[other] Your question has been passed on. Your code is **{ $code }**. { $ahead } questions are waiting before yours.
    }
hand-over-usual = { $minutes ->
    [one] Lately a member of staff looked after about one minute.
   *[other] Lately a member of staff looked after about { $minutes } minutes.
    }
hand-over-meanwhile = What you type now goes to the member of staff. I stay silent meanwhile. You can always stop, with /stop. You can also call { $contact-police-phone }. In an emergency, call { $contact-emergency-phone }.
hand-over-taken = { $role ->
    [privacyofficer] The privacy officer is now looking at your question.
    [dataprotectionofficer] The data protection officer is now looking at your question.
   *[frontdesk] A member of staff is now looking at your question.
    }
hand-over-returned = The member of staff cannot go on with your question now. It is back in the queue. You need not do anything.
hand-over-passed-on = { $role ->
    [privacyofficer] Your question now goes to the privacy officer.
    [dataprotectionofficer] Your question now goes to the data protection officer.
   *[frontdesk] Your question now goes to another member of staff.
    }
hand-over-reply = { $role ->
    [privacyofficer] **The privacy officer writes:**
    [dataprotectionofficer] **The data protection officer writes:**
   *[frontdesk] **A member of staff writes:**
    }
hand-over-corrected = *The member of staff has corrected this message.*
hand-over-withdrawn = *The member of staff has withdrawn this message.*
hand-over-closed-now = { $reason ->
    [elsewhere] The member of staff has closed your question. Somebody else must help you further. Do you have another question about this? Choose that button. Were you helped?
    [noreaction] The member of staff heard nothing more and has closed your question. Do you have another question about this? Choose that button. Were you helped?
   *[answered] The member of staff has closed your question. Do you have another question about this? Choose that button. Were you helped?
    }
hand-over-reopened = Your question **{ $code }** is open again. Your message went to the member of staff. Not what you wanted? Stop with the button.
hand-over-already = A member of staff has your question already. Your code is **{ $code }**. Just go on typing. You can stop with the button, or with /stop.
hand-over-left = You are back with me, the computer. The member of staff knows that you have stopped.
hand-over-none = There is no member of staff in this chat. You can just type your question, or choose a topic.
hand-over-gone = You can no longer speak with a member of staff here. I am sorry. You can call { $contact-police-phone }.
hand-over-edited-before = This change does not go to the member of staff: your message was from before the hand-over. Do they need to know? Then type it in a new message.
hand-over-more = Type your question in one message. Your question **{ $code }** then opens again with the member of staff.
hand-over-file = Photos and files do not go to the member of staff. Never send a copy of your identity document. Type your message in words.
hand-over-media = This does not go to the member of staff. Type your message in words.
hand-over-rated = Thank you. Do you want to say something about it? Type it in one message. Or choose the button.
hand-over-thanks = Thank you. I am here again for other questions.
hand-over-privacy = Do I not understand you well? Then I keep your words for a short time, without the data I recognise. So you need not repeat them to a member of staff. Without your consent I pass nothing on. A question that I pass on I keep until shortly after it is closed.
button-hand-over-send = Pass this on
button-hand-over-edit = Change it
button-hand-over-cancel = Never mind
button-hand-over-without = Go on without
button-hand-over-retype = Retype my question
button-hand-over-back = Back
button-hand-over-drop-topic = Leave out the topic
button-hand-over-drop-lang = Leave out the language
button-hand-over-drop-unit = Leave out the unit
button-hand-over-drop-steps = Leave out what I read
button-hand-over-drop-question = Leave out the question
button-hand-over-leave = Stop
button-hand-over-helped = Yes
button-hand-over-partly = Partly
button-hand-over-not-helped = No
button-hand-over-more = Another question about this
button-hand-over-done = Done
command-stop = Stop with the member of staff

## What officers read

officer-card = { $role ->
    [privacyofficer] **{ $code }** for the privacy officer
    [dataprotectionofficer] **{ $code }** for the data protection officer
   *[frontdesk] **{ $code }**
    }
officer-card-line = { $kind ->
    [topic] Topic: { $value }
    [lang] Language: { $value }
    [unit] Unit: { $value }
    [steps] Has read: { $value }
   *[minutes] Waiting { $value } min
    }
officer-question = **The citizen's question:**
officer-missing = { $what ->
    [unit] *Not known: the unit.*
    [question] *Not known: the question itself.*
   *[both] *Not known: the question itself and the unit.*
    }
officer-status = { $status ->
    [waiting] Nobody has this question.
    [taken] With { $officer }. What { $officer } writes here goes to the citizen. A line that begins with // stays here.
    [drafted] With { $officer }. A reply waits for a senior.
    [left] Closed: the citizen stopped.
    [elsewhere] Closed: referred to somebody else.
    [noreaction] Closed: no reaction any more.
   *[answered] Closed: answered.
    }
officer-history = **Before in { $code }:**
officer-said = { $who ->
    [citizenhere] **Citizen:**
    [citizenedited] **Citizen, { $code }, changed message:**
    [officer] **Officer:**
   *[citizen] **Citizen, { $code }:**
    }
officer-about = **{ $code }**
officer-draft = { $edited ->
    [yes] **{ $code }**: { $officer } has changed this reply. It waits for a senior:
   *[no] **{ $code }**: this reply of { $officer } waits for a senior:
    }
officer-hint = { $hint ->
    [takenbyyou] You have this question now.
    [yoursalready] You had this question already.
    [takenbyother] A colleague has this question. Only what they write goes to the citizen.
    [takefirst] Take the question first, with the button or /neem. Your message was not passed on.
    [isclosed] This question is closed. Nothing was passed on.
    [released] The question is back in the queue.
    [passedonprivacyofficer] This question is now for the privacy officer.
    [passedondataprotectionofficer] This question is now for the data protection officer.
    [passedonfrontdesk] This question is now for the front desk.
    [nosuchdesk] No group is set for that role. The question stays with you.
    [closed] The question is closed.
    [sent] Your reply is on its way.
    [notdelivered] A reply did not arrive. The citizen stopped, or has blocked us.
    [waitsforsenior] Your reply waits for a senior.
    [onewaitsalready] A reply waits for a senior already. This message was not passed on. Change the first message, or wait for the senior.
    [seniorsonly] Only a senior can do that.
    [nothingwaits] No reply waits for a senior.
    [draftchanged] The reply was changed meanwhile. Nothing was sent. Read the new one and decide on that.
    [rejected] A senior did not approve the reply. It was not sent.
    [corrected] The reply was corrected at the citizen's.
    [withdrawn] The reply was withdrawn at the citizen's.
    [toolate] This reply is too old to be changed.
    [notthereyet] This reply is not with the citizen yet, or cannot be changed.
    [nosuchanswer] I do not know that answer. Use its name, like /antwoord access-deadline.
    [draftwaits] A reply still waits for a senior. Withdraw it with /intrekken, or wait for the senior.
    [draftdropped] The reply that waited for a senior was not sent.
    [editisnote] This changes nothing for the citizen. You can take your reply back with /intrekken.
    [toolong] This is too long to correct a message with. Nothing was changed. Send it as a new message.
    [noted] Noted. This stays here.
    [citizenleft] The citizen stopped. The question is closed.
    [erased] The citizen has had everything erased. This question is gone as well.
    [deleteit] Nothing of this question may stay here. I am not allowed to delete here. Delete the topic, or the messages about this question, yourself.
    [reopened] The citizen wrote again. The question is open again.
    [claimover] The question rested too long and is back in the queue.
    [onshift] Your shift has begun. End it with /dienst.
    [offshift] Your shift is over.
    [oldbutton] This button is too old. Use /neem, /terug or /sluit.
    [textonly] Only text goes to the citizen. This was not passed on.
    [notforwarded] A forwarded message does not go to the citizen. Type it yourself.
    [nocase] Do this in the topic of a question, or as a reply to its card.
    [nocommand] I do not know that command. Type /help.
    [notsentbefore] That message was not sent to the citizen.
    [tryagain] I could not check whether you still belong to this group. Nothing was done or passed on. Send it again.
   *[help] What you write in the topic of a question goes to the citizen. Take the question first. A line that begins with // stays here. Commands: /neem, /terug, /geef pf, /geef fg, /sluit, /antwoord with a name, /intrekken, /wachtrij, /dienst.
    }
officer-answers = **Which answer do you mean? Nothing has been sent yet.**
officer-answer = { $title }: /antwoord { $name }
officer-queue = **Open questions, the oldest first:**
officer-queue-empty = There are no open questions.
officer-reminder = **These questions wait too long:**
officer-row = { $taken ->
    [yes] **{ $code }** { $topic }, { $minutes } min, with a colleague
   *[no] **{ $code }** { $topic }, { $minutes } min
    }
officer-more = And { $more } more.
terminal-help =
    - **queue**: the open questions, the oldest first
    - **read** CODE: read a question
    - **take** CODE: take the question
    - **say** TEXT: answer the citizen
    - **//** TEXT: a note, for staff only
    - **answer** NAME: send a fixed answer, in the citizen's language
    - **withdraw** NUMBER: withdraw a reply; without a number the last one
    - **pass** ROLE: pass on, to front-desk, privacy-officer or dpo
    - **release**: back in the queue
    - **close** REASON: close, with answered, elsewhere or no-reaction
    - **approve**, **reject**: the reply that you read and that waits for a senior
    - **shift**: begin or end your shift
    - **quit**: close this window

    After read or take the other commands are about that question.
terminal-help-first = Type help for the commands.
terminal-refused = { $why ->
    [nocase] There is no question with that code.
    [nocaseathand] Which question? Read or take one first: take CODE.
   *[unknowncommand] I do not know that command. Nothing was sent. Type help.
    }
terminal-taken = { $taken ->
    [yes] with a member of staff
   *[no] waits
    }
terminal-status = { $status ->
    [waiting] waits
    [taken] taken
    [drafted] a reply waits for a senior
   *[closed] closed
    }
terminal-line = { $who ->
    [citizen] citizen
    [note] note
   *[officer] member of staff
    }{ $edited ->
    [yes] , changed
   *[no] { "" }
    }, { $unit ->
    [hours] { $ago } hours ago
   *[minutes] { $ago } min ago
    }
terminal-draft = This reply waits for a senior, with approve or reject:
terminal-reply = { $state ->
    [delivered] Reply { $number }: arrived
    [failed] Reply { $number }: not arrived
    [withdrawn] Reply { $number }: withdrawn
   *[onitsway] Reply { $number }: on its way
    }
button-officer-take = Take
button-officer-release = Back to the queue
button-officer-pass-front = To the front desk
button-officer-pass-privacy = To the privacy officer
button-officer-pass-dpo = To the DPO
button-officer-close-answered = Close: answered
button-officer-close-elsewhere = Close: referred
button-officer-close-silent = Close: no reaction
button-officer-approve = Send it
button-officer-reject = Do not send
