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
    - I keep what you type until I have answered. After that I only remember the topic, your language and the buttons I showed. All of it is encrypted on the disk.
    - After { $days } days without a message I erase that too.
    - You can see all I have with /mydata. You can erase all of it with /delete. Always, and at once.
    - Telegram does see the messages. A conversation with a bot is not end-to-end encrypted at Telegram.
    - Do not send a BSN or an identity document. Would you rather not use Telegram? Call the police on { $contact-police-phone }.
privacy-no-operator =
    This is what I keep of this conversation:

    - This assistant is a trial. The police and the AP do not run it.
    - I keep what you type until I have answered. After that I only remember the topic, your language and the buttons I showed. All of it is encrypted on the disk.
    - After { $days } days without a message I erase that too.
    - You can see all I have with /mydata. You can erase all of it with /delete. Always, and at once.
    - Telegram does see the messages. A conversation with a bot is not end-to-end encrypted at Telegram.
    - Do not send a BSN or an identity document. Would you rather not use Telegram? Call the police on { $contact-police-phone }.
erase-ask = Do you want me to forget this conversation? I will then erase all I remember of it. You delete the messages in your own Telegram yourself.
erase-done =
    I have erased this conversation: your language, the topics, the buttons I showed, and that you asked or chose something { $turns } times. No old backup brings it back.

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
    - How often you asked or chose something: { $turns }
    - Last message: { $active }
    - Without a new message I erase this on: { $until }

    I also have the number of this chat at Telegram, to be able to answer you. I do not keep your words, your name or your phone number. You can erase all of it with /delete. Below is the same as data for a computer (JSON).
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

region-unit =
    { $place } belongs to the police unit **{ $unit }**. Write to the privacy officer of that unit.

    The address is in the address list on { $contact-privacy-officer-web }. I do not know the postal addresses myself.
region-ask = { $place } lies in more than one police unit. Which one do you mean? You can also name your municipality.
region-chosen =
    That is the police unit **{ $unit }**. Write to the privacy officer of that unit.

    The address is in the address list on { $contact-privacy-officer-web }. I do not know the postal addresses myself.
