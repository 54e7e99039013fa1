# Wat de assistent zelf zegt. De tekst wordt als Markdown gelezen: een lege regel begint een alinea, **vet**, - opsomming.
# Elk feit en elke deur uit de lijsten is te gebruiken: { $fact-access-deadline }, { $contact-police-phone }.

## Kennismaken

intro =
    Dag. Ik ben een computerprogramma met vaste teksten. Ik ben geen mens en geen politie. { $operator } beheert mij.

    Ik help u met vragen over uw persoonsgegevens bij de politie. Ik zeg ook waar u terechtkunt. Ik kan niet in dossiers kijken.

    Stuur geen burgerservicenummer (BSN) en geen identiteitsbewijs. Is iemand in gevaar? Bel { $contact-emergency-phone }. Wat ik bewaar, leest u met /privacy.
intro-no-operator =
    Dag. Ik ben een computerprogramma met vaste teksten, en nu nog een proef. Ik ben geen mens. Ik hoor niet bij de politie.

    Ik help u met vragen over uw persoonsgegevens bij de politie. Ik zeg ook waar u terechtkunt. Ik kan niet in dossiers kijken.

    Stuur geen burgerservicenummer (BSN) en geen identiteitsbewijs. Is iemand in gevaar? Bel { $contact-emergency-phone }. Wat ik bewaar, leest u met /privacy.

## Onderwerpen

menu = Waar gaat uw vraag over? Kies een knop, of typ uw vraag in uw eigen woorden.
menu-situation = **{ $situation }.** Wat wilt u weten?

## Niet (goed) begrepen

clarify = Ik weet niet zeker wat u bedoelt. Gaat het over een van deze onderwerpen?
clarify-one = Ik weet niet zeker wat u bedoelt. Bedoelt u dit?
fallback =
    Op deze vraag heb ik geen antwoord. Ik weet alleen iets over persoonsgegevens bij de politie.

    Gaat het daarover? Zeg het dan korter of anders, of kies een onderwerp. Voor andere zaken bij de politie belt u { $contact-police-phone }. Is er haast bij? Bel { $contact-emergency-phone }.
fallback-again = Het lukt mij niet om u te begrijpen. Dat ligt aan mij. Een mens kan u beter helpen.
fallback-still = Ook hierop heb ik geen antwoord. Kies een onderwerp, of vraag hulp aan een mens.
unknown-command = Dit commando ken ik niet. U kunt gewoon uw vraag typen, of een onderwerp kiezen.
old-button = Deze knop werkt niet meer. Kies hieronder opnieuw, of typ uw vraag.

## Meer, simpeler, waar staat dat

more-none = Meer weet ik hier niet over. Een mens kan u misschien verder helpen.
simpler-none = Simpeler kan ik het niet zeggen. Wilt u dat een mens het uitlegt?
law-none = Bij dit antwoord heb ik geen wetsartikel. Een mens kan u misschien verder helpen.

## Andere berichten

media = { $kind ->
    [photo] Foto's kan ik niet bekijken. Stuur nooit een foto van uw identiteitsbewijs. { $removed ->
        [yes] Ik haal de foto uit deze chat, voor uw veiligheid. Staat hij er straks nog? Verwijder hem dan zelf.
       *[no] U kunt zo'n foto zelf weer verwijderen.
        } Typ uw vraag in woorden, of kies een onderwerp.
    [document] Bestanden kan ik niet openen. Stuur nooit een kopie van uw identiteitsbewijs. { $removed ->
        [yes] Ik haal het bestand uit deze chat, voor uw veiligheid. Staat het er straks nog? Verwijder het dan zelf.
       *[no] U kunt het bestand zelf weer verwijderen.
        } Typ uw vraag in woorden, of kies een onderwerp.
    [voice] Ik kan niet luisteren naar een gesproken bericht. Typ uw vraag in woorden, of kies een onderwerp.
    [video] Video's kan ik niet bekijken. Typ uw vraag in woorden, of kies een onderwerp.
    [location] Met een locatie kan ik niets doen. Is iemand in gevaar? Bel { $contact-emergency-phone }. Typ anders uw vraag, of kies een onderwerp.
    [contact] Gegevens van anderen heb ik niet nodig. Typ uw vraag in woorden, of kies een onderwerp.
    [sticker] Een sticker begrijp ik niet. Typ uw vraag in woorden, of kies een onderwerp.
   *[other] Dit bericht kan ik niet lezen. Typ uw vraag in woorden, of kies een onderwerp.
    }
media-note = { $kind ->
    [photo] De foto heb ik niet bekeken. Ik lees alleen uw tekst. { $removed ->
        [yes] Ik haal uw bericht met de foto uit deze chat, voor uw veiligheid.
       *[no] Verwijder een foto van een identiteitsbewijs zelf.
        }
    [document] Het bestand heb ik niet geopend. Ik lees alleen uw tekst. { $removed ->
        [yes] Ik haal uw bericht met het bestand uit deze chat, voor uw veiligheid.
       *[no] Verwijder een kopie van een identiteitsbewijs zelf.
        }
   *[other] Ik lees alleen uw tekst.
    }
edited-note = U heeft uw bericht veranderd. Ik heb het opnieuw gelezen.
undelivered-note = Een eerder antwoord van mij is niet bij u aangekomen. Stel die vraag gerust nog eens.
private-warning = { $kind ->
    [document] U stuurde iets dat op het nummer van een identiteitsbewijs lijkt.
    [card] U stuurde iets dat op het nummer van een betaalkaart lijkt.
   *[bsn] U stuurde iets dat op een burgerservicenummer (BSN) lijkt.
    } Dat heb ik niet nodig. Ik gebruik het niet. { $removed ->
    [yes] Ik haal dat bericht daarom uit deze chat. Staat het er straks nog? Verwijder het dan zelf.
   *[no] Verwijder dat bericht ook zelf uit deze chat.
    }

## Taal

language-ask = Welke taal wilt u?
language-set = Goed, we gaan verder in het Nederlands.
language-name = Nederlands
language-names = nederlands nederlandse hollands dutch nl neerlandais niederländisch holenderski hollandaca felemenkçe

## Privacy en wissen

privacy =
    Dit bewaar ik van dit gesprek:

    - { $operator } is verantwoordelijk voor deze assistent.
    - Wat u typt, bewaar ik tot ik heb geantwoord. Daarna onthoud ik het onderwerp, uw taal en welke knoppen ik liet zien. Alles staat versleuteld op de schijf.
    - Na { $days } dagen zonder bericht wis ik ook dat.
    - Alles zien wat ik heb, kan met /mijngegevens. Alles wissen kan met /wis. Dat kan altijd, en meteen.
    - Telegram ziet de berichten wel. Een gesprek met een bot is bij Telegram niet eind-tot-eind versleuteld.
    - Stuur geen BSN en geen identiteitsbewijs. Liever niet via Telegram? Bel de politie op { $contact-police-phone }.
privacy-no-operator =
    Dit bewaar ik van dit gesprek:

    - Deze assistent is een proef. De politie en de AP beheren hem niet.
    - Wat u typt, bewaar ik tot ik heb geantwoord. Daarna onthoud ik het onderwerp, uw taal en welke knoppen ik liet zien. Alles staat versleuteld op de schijf.
    - Na { $days } dagen zonder bericht wis ik ook dat.
    - Alles zien wat ik heb, kan met /mijngegevens. Alles wissen kan met /wis. Dat kan altijd, en meteen.
    - Telegram ziet de berichten wel. Een gesprek met een bot is bij Telegram niet eind-tot-eind versleuteld.
    - Stuur geen BSN en geen identiteitsbewijs. Liever niet via Telegram? Bel de politie op { $contact-police-phone }.
missed-told = Vragen die ik niet begrijp, bewaar ik { $days } dagen, om van te leren. Nummers en adressen laat ik weg. Wie het vroeg, bewaar ik niet. Noem zelf liever geen namen.
erase-ask = Wilt u dat ik dit gesprek vergeet? Ik wis dan alles wat ik ervan onthoud. De berichten in uw eigen Telegram verwijdert u zelf.
erase-done =
    Ik heb dit gesprek gewist. Weg zijn uw taal, de onderwerpen en de knoppen. Ook weg is dat u { $turns } keer iets vroeg of koos.

    In een oude reservekopie kan dit gesprek nog staan, versleuteld. Wordt die ooit teruggezet, dan wis ik het gesprek opnieuw.

    De berichten in uw eigen Telegram kunt u zelf verwijderen. Schrijf gerust opnieuw.
my-data =
    Dit is alles wat ik van dit gesprek heb:

    - Taal: { $lang }
    - Onderwerp: { $topic ->
        [none] geen
       *[other] { $topic }
        }
    - Eerdere onderwerpen: { $earlier ->
        [none] geen
       *[other] { $earlier }
        }
    - Vraag voor een medewerker: { $officer ->
        [none] geen
        [draft] nog niet doorgegeven
        [requested] net doorgegeven
        [open] { $code }, doorgegeven
       *[closed] { $code }, afgesloten
        }
    - Zo vaak vroeg of koos u iets: { $turns }
    - Laatste bericht: { $active }
    - Zonder nieuw bericht wis ik dit op: { $until }

    Ook heb ik het nummer van deze chat bij Telegram, om u te kunnen antwoorden. { $words ->
        [kept] Woorden van u bewaar ik hooguit een uur, zonder de gegevens die ik herken. Ze staan hieronder.
       *[none] In dit gesprek bewaar ik geen woorden van u.
        } Uw naam en uw telefoonnummer bewaar ik niet. Heeft een medewerker een vraag van u? Dan laat ik daarna zien wat daarbij staat. Wissen kan met /wis. Hieronder staat hetzelfde als gegevens voor een computer (JSON).
my-case =
    Dit staat bij de medewerkers over uw vraag **{ $code }**:

    - Stand: { $state ->
        [waiting] wacht op een medewerker
        [taken] bij een medewerker
       *[closed] afgesloten
        }
    - Onderwerp: { $topic ->
        [none] niet doorgegeven
       *[other] { $topic }
        }
    - Politie-eenheid: { $unit ->
        [none] niet doorgegeven
       *[other] { $unit }
        }
    - Berichten van u en aan u: { $messages }
    - Notities van medewerkers: { $notes }
    - Hierna is alles weg: { $until ->
        [none] enkele dagen na het afsluiten
       *[other] { $until }
        }

    Hieronder staan de berichten zelf, als gegevens voor een computer (JSON). Het eerste bericht is uw vraag, zoals ik die doorgaf. Notities laat ik hier niet zien. Vraag daarnaar bij de organisatie; die staat in /privacy.
my-case-more = Er zijn nog { $count } berichten. Die passen hier niet. Vraag ook daarnaar bij de organisatie.
erase-kept = Goed, ik wis niets.

## Overig

group-leave = Ik werk alleen in een gesprek met één persoon. Ik verlaat deze groep daarom. Stuur mij gerust zelf een bericht.
source-line = *Bron: { $source }. Nagekeken op { $date }.*
apology = Er ging iets mis bij mij. Uw vraag kon ik niet beantwoorden. Probeer het later nog eens, of bel { $contact-police-phone }.

## Knoppen

button-more = Meer uitleg
button-simpler = In makkelijke woorden
button-law = Waar staat dat?
button-else = Iets anders
button-none = Geen van deze
button-human = Ik wil een mens spreken
button-menu = Alle onderwerpen
button-yes-erase = Ja, wis dit gesprek
button-no-erase = Nee, laat staan

## Kiezen door te typen: per plaats de woorden, met een streep ertussen

choice-places = eerste een één 1e bovenste|tweede twee 2e|derde drie 3e|vierde vier 4e|vijfde vijf 5e|zesde zes 6e|zevende zeven 7e|achtste acht 8e|negende negen 9e|tiende tien 10e
choice-last = laatste onderste
choice-fillers = de het die dat dan nr nummer nummertje optie knop keuze doe maar graag aub alsjeblieft alstublieft ik kies bedoel neem ja oke ok nee

## Bij Telegram bekend te maken

command-start = Begin het gesprek
command-help = Laat de onderwerpen zien
command-privacy = Wat ik bewaar van dit gesprek
command-data = Laat zien wat ik van u heb
command-language = Kies een taal
command-human = Naar een mens
command-delete = Wis dit gesprek
bot-about = Antwoorden over uw persoonsgegevens bij de politie. Computerprogramma met vaste teksten.
bot-description = Stel uw vraag over uw persoonsgegevens bij de politie. Ik ben een computerprogramma met vaste, nagekeken teksten en wijs u de juiste deur. Stuur geen BSN of identiteitsbewijs. In nood: bel { $contact-emergency-phone }.

## Gegevens die niet nodig zijn

struck-only = Dat heb ik niet nodig. Ik heb het weggelaten. Waar gaat uw vraag over?
# De woorden die om zulke gegevens heen staan. Staat er niets anders in een bericht, dan is er niets gevraagd.
struck-words = mijn ons onze m'n bsn burgerservicenummer nummer rekening rekeningnummer iban mail e-mail. email mailadres adres telefoon telefoonnummer tel mobiel kenteken paspoort paspoortnummer id geboortedatum. geboren naam heet ben ik is op van en de het dit. hier dat hierbij bij deze alvast graag hallo hoi dag

## Nog eens vragen

clarify-again = Ik begrijp u nog niet goed. Kies een van deze onderwerpen, of vraag een mens.

## Drukte

too-many = U stuurt veel berichten achter elkaar. Ik beantwoord eerst wat er al staat. Wat u nu nog stuurt, lees ik misschien niet. Wacht even, en stel uw vraag dan opnieuw. Is iemand in gevaar? Bel { $contact-emergency-phone }.

## Regio

# Woorden die om een woonplaats heen staan. Staat er niets anders in een bericht, dan zegt het alleen waar iemand woont.
place-verbs = woon wonen woont woonplaats verhuisd
place-words = ik wij we hij zij in te uit bij vlakbij nu hier dus. de het mijn is gemeente stad dorp plaats nee ja maar en
region-unit =
    { $place } hoort bij de politie-eenheid **{ $unit }**. Schrijf de privacyfunctionaris van die eenheid.

    Het adres staat in de adressenlijst op { $contact-privacy-officer-web }. Ik ken de postadressen zelf niet.
region-ask = { $place } ligt in meer dan een politie-eenheid. Welke bedoelt u? U kunt ook uw gemeente noemen.
region-chosen =
    Dat is de politie-eenheid **{ $unit }**. Schrijf de privacyfunctionaris van die eenheid.

    Het adres staat in de adressenlijst op { $contact-privacy-officer-web }. Ik ken de postadressen zelf niet.

## Naar een medewerker

hand-over-open = { $waiting ->
    [0] Een medewerker kan u hier in deze chat antwoorden. Er wacht nu niemand voor u.
    [one] Een medewerker kan u hier in deze chat antwoorden. Er wacht nu één vraag voor u.
   *[other] Een medewerker kan u hier in deze chat antwoorden. Er wachten nu { $waiting } vragen voor u.
    }
hand-over-unstaffed = Er is op dit moment geen medewerker aanwezig.
hand-over-closed = { $day ->
    [today] Er zijn nu geen medewerkers. Zij zijn er weer vandaag om { $time } uur.
    [tomorrow] Er zijn nu geen medewerkers. Zij zijn er weer morgen om { $time } uur.
    [day1] Er zijn nu geen medewerkers. Zij zijn er weer maandag om { $time } uur.
    [day2] Er zijn nu geen medewerkers. Zij zijn er weer dinsdag om { $time } uur.
    [day3] Er zijn nu geen medewerkers. Zij zijn er weer woensdag om { $time } uur.
    [day4] Er zijn nu geen medewerkers. Zij zijn er weer donderdag om { $time } uur.
    [day5] Er zijn nu geen medewerkers. Zij zijn er weer vrijdag om { $time } uur.
    [day6] Er zijn nu geen medewerkers. Zij zijn er weer zaterdag om { $time } uur.
    [day7] Er zijn nu geen medewerkers. Zij zijn er weer zondag om { $time } uur.
    [month1] Er zijn nu geen medewerkers. Zij zijn er weer op { $date } januari om { $time } uur.
    [month2] Er zijn nu geen medewerkers. Zij zijn er weer op { $date } februari om { $time } uur.
    [month3] Er zijn nu geen medewerkers. Zij zijn er weer op { $date } maart om { $time } uur.
    [month4] Er zijn nu geen medewerkers. Zij zijn er weer op { $date } april om { $time } uur.
    [month5] Er zijn nu geen medewerkers. Zij zijn er weer op { $date } mei om { $time } uur.
    [month6] Er zijn nu geen medewerkers. Zij zijn er weer op { $date } juni om { $time } uur.
    [month7] Er zijn nu geen medewerkers. Zij zijn er weer op { $date } juli om { $time } uur.
    [month8] Er zijn nu geen medewerkers. Zij zijn er weer op { $date } augustus om { $time } uur.
    [month9] Er zijn nu geen medewerkers. Zij zijn er weer op { $date } september om { $time } uur.
    [month10] Er zijn nu geen medewerkers. Zij zijn er weer op { $date } oktober om { $time } uur.
    [month11] Er zijn nu geen medewerkers. Zij zijn er weer op { $date } november om { $time } uur.
    [month12] Er zijn nu geen medewerkers. Zij zijn er weer op { $date } december om { $time } uur.
   *[other] Er zijn nu geen medewerkers. Zij zijn er weer binnenkort om { $time } uur.
    }
hand-over-closed-long = Er zijn nu geen medewerkers. Wanneer zij er weer zijn, weet ik niet.
hand-over-leave = U kunt uw vraag wel achterlaten. Het antwoord komt later, hier in deze chat.
hand-over-later = Het antwoord komt later, hier in deze chat.
hand-over-ask = Typ uw vraag in één bericht. Zet er geen BSN, naam of adres in. Ik laat u eerst zien wat ik doorgeef.
hand-over-shown = **Dit geef ik door, als u dat goed vindt:**
hand-over-no-more = Meer geef ik niet door. De medewerker ziet uw naam en uw account niet.
hand-over-line-topic = Onderwerp: { $topic }
hand-over-line-lang = Taal: { $lang }
hand-over-line-unit = Politie-eenheid: { $unit }
hand-over-line-steps = Hierover las u al: { $steps }
hand-over-line-question = Uw vraag: “{ $question }”
hand-over-line-none = Geen vraag in woorden
hand-over-edit = Wat wilt u veranderen of weglaten?
hand-over-cancelled = Goed, ik geef niets door.
hand-over-forgotten = Van uw vraag **{ $code }** is hier niets meer. Uw laatste bericht ging naar niemand. U kunt het als nieuwe vraag doorgeven.
hand-over-file-words = Uw woorden zijn doorgegeven. Het bestand niet: de medewerker ziet alleen tekst. Stuur nooit een kopie van uw identiteitsbewijs.
hand-over-lost = Uw vraag is niet bij de medewerker aangekomen. Dat spijt me. Geef haar opnieuw door met /mens.
hand-over-outdated = Die knop hoort bij een eerdere versie. Ik heb nog niets doorgegeven.
hand-over-expired = Dit is te lang geleden. Ik heb de tekst weggegooid en niets doorgegeven. Wilt u opnieuw beginnen?
hand-over-moment = Een ogenblik. Ik ben uw vraag aan het doorgeven. Stuur uw bericht zo nog eens.
hand-over-passed = { $ahead ->
    [0] Uw vraag is doorgegeven. Uw code is **{ $code }**. U bent de eerste in de rij.
    [one] Uw vraag is doorgegeven. Uw code is **{ $code }**. Er wacht één vraag voor u.
   *[other] Uw vraag is doorgegeven. Uw code is **{ $code }**. Er wachten { $ahead } vragen voor u.
    }
hand-over-usual = { $minutes ->
    [one] De laatste keren keek een medewerker na ongeveer één minuut.
   *[other] De laatste keren keek een medewerker na ongeveer { $minutes } minuten.
    }
hand-over-meanwhile = Wat u nu typt, gaat naar de medewerker. Ik zwijg zolang. Stoppen kan altijd, met /stop. Bellen kan ook: { $contact-police-phone }. In nood belt u { $contact-emergency-phone }.
hand-over-taken = { $role ->
    [privacyofficer] De privacyfunctionaris bekijkt nu uw vraag.
    [dataprotectionofficer] De functionaris gegevensbescherming (FG) bekijkt nu uw vraag.
   *[frontdesk] Een medewerker bekijkt nu uw vraag.
    }
hand-over-returned = De medewerker kan nu niet verder met uw vraag. Uw vraag staat weer in de rij. U hoeft niets te doen.
hand-over-passed-on = { $role ->
    [privacyofficer] Uw vraag gaat nu naar de privacyfunctionaris.
    [dataprotectionofficer] Uw vraag gaat nu naar de functionaris gegevensbescherming (FG).
   *[frontdesk] Uw vraag gaat nu naar een andere medewerker.
    }
hand-over-reply = { $role ->
    [privacyofficer] **De privacyfunctionaris schrijft:**
    [dataprotectionofficer] **De functionaris gegevensbescherming (FG) schrijft:**
   *[frontdesk] **Een medewerker schrijft:**
    }
hand-over-corrected = *De medewerker heeft dit bericht verbeterd.*
hand-over-withdrawn = *De medewerker heeft dit bericht ingetrokken.*
hand-over-closed-now = { $reason ->
    [elsewhere] De medewerker heeft uw vraag afgesloten. Een ander moet u verder helpen. Hebt u hierover nog een vraag? Kies dan die knop. Bent u geholpen?
    [noreaction] De medewerker hoorde niets meer en heeft uw vraag afgesloten. Hebt u hierover nog een vraag? Kies dan die knop. Bent u geholpen?
   *[answered] De medewerker heeft uw vraag afgesloten. Hebt u hierover nog een vraag? Kies dan die knop. Bent u geholpen?
    }
hand-over-reopened = Uw vraag **{ $code }** is weer open. Uw bericht is naar de medewerker. Was dat niet de bedoeling? Stop dan met de knop.
hand-over-already = Een medewerker heeft uw vraag al. Uw code is **{ $code }**. Typ gewoon verder. Stoppen kan met de knop, of met /stop.
hand-over-left = U bent weer bij mij, de computer. De medewerker weet dat u bent gestopt.
hand-over-none = Er is geen medewerker in dit gesprek. U kunt gewoon uw vraag typen, of een onderwerp kiezen.
hand-over-gone = U kunt hier nu geen medewerker meer spreken. Dat spijt me. U kunt wel bellen: { $contact-police-phone }.
hand-over-edited-before = Deze wijziging gaat niet naar de medewerker: uw bericht was van vóór het doorgeven. Moet de medewerker dit weten? Typ het dan in een nieuw bericht.
hand-over-more = Typ uw vraag in één bericht. Uw vraag **{ $code }** gaat dan weer open bij de medewerker.
hand-over-file = Foto's en bestanden gaan niet naar de medewerker. Stuur nooit een kopie van uw identiteitsbewijs. Typ uw bericht in woorden.
hand-over-media = Dit gaat niet naar de medewerker. Typ uw bericht in woorden.
hand-over-rated = Dank u. Wilt u er nog iets over zeggen? Typ het in één bericht. Of kies de knop.
hand-over-thanks = Dank u wel. Ik ben er weer voor andere vragen.
hand-over-privacy = Begrijp ik u niet goed? Dan bewaar ik uw woorden kort, zonder de gegevens die ik herken. Zo hoeft u ze niet te herhalen bij een medewerker. Zonder uw toestemming geef ik niets door. Een vraag die ik doorgeef, bewaar ik tot kort na het afsluiten.
button-hand-over-send = Zo doorgeven
button-hand-over-edit = Aanpassen
button-hand-over-cancel = Toch niet
button-hand-over-without = Zonder vraag verder
button-hand-over-retype = Vraag opnieuw typen
button-hand-over-back = Terug
button-hand-over-drop-topic = Onderwerp weglaten
button-hand-over-drop-lang = Taal weglaten
button-hand-over-drop-unit = Eenheid weglaten
button-hand-over-drop-steps = Wat ik las weglaten
button-hand-over-drop-question = Vraag weglaten
button-hand-over-leave = Stoppen
button-hand-over-helped = Ja
button-hand-over-partly = Een beetje
button-hand-over-not-helped = Nee
button-hand-over-more = Nog een vraag hierover
button-hand-over-done = Klaar
command-stop = Stop met de medewerker

## Wat medewerkers lezen

officer-card = { $role ->
    [privacyofficer] **{ $code }** voor de privacyfunctionaris
    [dataprotectionofficer] **{ $code }** voor de FG
   *[frontdesk] **{ $code }**
    }
officer-card-line = { $kind ->
    [topic] Onderwerp: { $value }
    [lang] Taal: { $value }
    [unit] Eenheid: { $value }
    [steps] Gelezen: { $value }
   *[minutes] Wacht { $value } min
    }
officer-question = **Vraag van de burger:**
officer-missing = { $what ->
    [unit] *Onbekend: de eenheid.*
    [question] *Onbekend: de vraag zelf.*
   *[both] *Onbekend: de vraag zelf en de eenheid.*
    }
officer-status = { $status ->
    [waiting] Niemand heeft deze vraag.
    [taken] Bij { $officer }. Wat { $officer } hier schrijft, gaat naar de burger. Een regel met // ervoor blijft hier.
    [drafted] Bij { $officer }. Een antwoord wacht op een senior.
    [left] Gesloten: de burger is gestopt.
    [elsewhere] Gesloten: naar een ander verwezen.
    [noreaction] Gesloten: geen reactie meer.
   *[answered] Gesloten: beantwoord.
    }
officer-history = **Eerder in { $code }:**
officer-said = { $who ->
    [citizenhere] **Burger:**
    [citizenedited] **Burger, { $code }, aangepast bericht:**
    [officer] **Medewerker:**
   *[citizen] **Burger, { $code }:**
    }
officer-about = **{ $code }**
officer-draft = { $edited ->
    [yes] **{ $code }**: { $officer } heeft dit antwoord aangepast. Het wacht op een senior:
   *[no] **{ $code }**: dit antwoord van { $officer } wacht op een senior:
    }
officer-hint = { $hint ->
    [takenbyyou] U heeft deze vraag nu.
    [yoursalready] U had deze vraag al.
    [takenbyother] Een collega heeft deze vraag. Alleen wat die schrijft, gaat naar de burger.
    [takefirst] Neem de vraag eerst, met de knop of met /neem. Uw bericht is niet doorgegeven.
    [isclosed] Deze vraag is gesloten. Er is niets doorgegeven.
    [released] De vraag staat weer in de rij.
    [passedonprivacyofficer] Deze vraag is nu voor de privacyfunctionaris.
    [passedondataprotectionofficer] Deze vraag is nu voor de FG.
    [passedonfrontdesk] Deze vraag is nu voor de balie.
    [nosuchdesk] Voor die rol is er geen groep ingesteld. De vraag blijft bij u.
    [closed] De vraag is gesloten.
    [sent] Uw antwoord is onderweg.
    [notdelivered] Een antwoord is niet aangekomen. De burger is gestopt of heeft ons geblokkeerd.
    [waitsforsenior] Uw antwoord wacht op een senior.
    [onewaitsalready] Er wacht al een antwoord op een senior. Dit bericht is niet doorgegeven. Pas het eerste bericht aan, of wacht op de senior.
    [seniorsonly] Dat kan alleen een senior doen.
    [nothingwaits] Er wacht geen antwoord op een senior.
    [draftchanged] Het antwoord is intussen aangepast. Er is niets verstuurd. Lees het nieuwe en beslis daarover.
    [rejected] Een senior heeft het antwoord afgekeurd. Het is niet verstuurd.
    [corrected] Het antwoord is bij de burger verbeterd.
    [withdrawn] Het antwoord is bij de burger ingetrokken.
    [toolate] Dit antwoord is te oud om nog te veranderen.
    [notthereyet] Dit antwoord is nog niet bij de burger, of kan niet veranderd worden.
    [nosuchanswer] Dat antwoord ken ik niet. Gebruik de naam van het antwoord, zoals /antwoord access-deadline.
    [draftwaits] Er wacht nog een antwoord op een senior. Trek het in met /intrekken, of wacht op de senior.
    [draftdropped] Het antwoord dat op een senior wachtte, is niet verstuurd.
    [editisnote] Dit verandert niets bij de burger. Uw antwoord terughalen kan met /intrekken.
    [toolong] Dit is te lang om een bericht mee te verbeteren. Er is niets veranderd. Stuur het als nieuw bericht.
    [noted] Genoteerd. Dit blijft hier.
    [citizenleft] De burger is gestopt. De vraag is gesloten.
    [erased] De burger heeft alles laten wissen. Ook deze vraag is weg.
    [deleteit] Van deze vraag mag hier niets blijven staan. Ik mag hier niet wissen. Verwijder zelf het onderwerp, of de berichten over deze vraag.
    [reopened] De burger schreef opnieuw. De vraag is weer open.
    [claimover] De vraag lag te lang stil en staat weer in de rij.
    [onshift] Uw dienst is begonnen. Stop met /dienst.
    [offshift] Uw dienst is voorbij.
    [oldbutton] Deze knop is te oud. Gebruik /neem, /terug of /sluit.
    [textonly] Alleen tekst gaat naar de burger. Dit is niet doorgegeven.
    [notforwarded] Een doorgestuurd bericht gaat niet naar de burger. Typ het zelf.
    [nocase] Doe dit in het onderwerp van een vraag, of als antwoord op de kaart.
    [nocommand] Dat commando ken ik niet. Typ /help.
    [notsentbefore] Dat bericht was niet naar de burger gestuurd.
    [tryagain] Ik kon niet nagaan of u nog bij deze groep hoort. Er is niets gedaan of doorgegeven. Stuur het nog eens.
   *[help] Wat u in het onderwerp van een vraag schrijft, gaat naar de burger. Neem de vraag eerst. Een regel met // ervoor blijft hier. Commando's: /neem, /terug, /geef pf, /geef fg, /sluit, /antwoord met een naam, /intrekken, /wachtrij, /dienst.
    }
officer-answers = **Welk antwoord bedoelt u? Er is nog niets gestuurd.**
officer-answer = { $title }: /antwoord { $name }
officer-queue = **Open vragen, de oudste eerst:**
officer-queue-empty = Er zijn geen open vragen.
officer-reminder = **Deze vragen wachten te lang:**
officer-row = { $taken ->
    [yes] **{ $code }** { $topic }, { $minutes } min, bij een collega
   *[no] **{ $code }** { $topic }, { $minutes } min
    }
officer-more = En nog { $more }.
terminal-help =
    - **wachtrij**: de open vragen, de oudste eerst
    - **lees** CODE: een vraag lezen
    - **neem** CODE: de vraag nemen
    - **zeg** TEKST: de burger antwoorden
    - **//** TEKST: een notitie, alleen voor medewerkers
    - **antwoord** NAAM: een vast antwoord sturen, in de taal van de burger
    - **intrekken** NUMMER: een antwoord intrekken; zonder nummer het laatste
    - **geef** ROL: doorgeven, aan balie, pf of fg
    - **terug**: terug in de rij
    - **sluit** REDEN: sluiten, met beantwoord, elders of stil
    - **goed**, **afkeuren**: het antwoord dat u las en dat op een senior wacht
    - **dienst**: uw dienst beginnen of eindigen
    - **stop**: dit venster sluiten

    Na lees of neem gaan de andere commando's over die vraag.
terminal-help-first = Typ help voor de commando's.
terminal-refused = { $why ->
    [nocase] Er is geen vraag met die code.
    [nocaseathand] Welke vraag? Lees of neem er eerst een: neem CODE.
   *[unknowncommand] Dat commando ken ik niet. Er is niets verstuurd. Typ help.
    }
terminal-taken = { $taken ->
    [yes] bij een medewerker
   *[no] wacht
    }
terminal-status = { $status ->
    [waiting] wacht
    [taken] genomen
    [drafted] een antwoord wacht op een senior
   *[closed] gesloten
    }
terminal-line = { $who ->
    [citizen] burger
    [note] notitie
   *[officer] medewerker
    }{ $edited ->
    [yes] , aangepast
   *[no] { "" }
    }, { $unit ->
    [hours] { $ago } uur geleden
   *[minutes] { $ago } min geleden
    }
terminal-draft = Dit antwoord wacht op een senior, met goed of afkeuren:
terminal-reply = { $state ->
    [delivered] Antwoord { $number }: aangekomen
    [failed] Antwoord { $number }: niet aangekomen
    [withdrawn] Antwoord { $number }: ingetrokken
   *[onitsway] Antwoord { $number }: onderweg
    }
button-officer-take = Nemen
button-officer-release = Terug in de rij
button-officer-pass-front = Naar de balie
button-officer-pass-privacy = Naar privacyfunctionaris
button-officer-pass-dpo = Naar FG
button-officer-close-answered = Sluiten: beantwoord
button-officer-close-elsewhere = Sluiten: verwezen
button-officer-close-silent = Sluiten: geen reactie
button-officer-approve = Versturen
button-officer-reject = Niet versturen
