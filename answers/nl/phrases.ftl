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
    - Wat u typt, bewaar ik tot ik heb geantwoord. Daarna onthoud ik alleen het onderwerp, uw taal en welke knoppen ik liet zien. Alles staat versleuteld op de schijf.
    - Na { $days } dagen zonder bericht wis ik ook dat.
    - Alles zien wat ik heb, kan met /mijngegevens. Alles wissen kan met /wis. Dat kan altijd, en meteen.
    - Telegram ziet de berichten wel. Een gesprek met een bot is bij Telegram niet eind-tot-eind versleuteld.
    - Stuur geen BSN en geen identiteitsbewijs. Liever niet via Telegram? Bel de politie op { $contact-police-phone }.
privacy-no-operator =
    Dit bewaar ik van dit gesprek:

    - Deze assistent is een proef. De politie en de AP beheren hem niet.
    - Wat u typt, bewaar ik tot ik heb geantwoord. Daarna onthoud ik alleen het onderwerp, uw taal en welke knoppen ik liet zien. Alles staat versleuteld op de schijf.
    - Na { $days } dagen zonder bericht wis ik ook dat.
    - Alles zien wat ik heb, kan met /mijngegevens. Alles wissen kan met /wis. Dat kan altijd, en meteen.
    - Telegram ziet de berichten wel. Een gesprek met een bot is bij Telegram niet eind-tot-eind versleuteld.
    - Stuur geen BSN en geen identiteitsbewijs. Liever niet via Telegram? Bel de politie op { $contact-police-phone }.
erase-ask = Wilt u dat ik dit gesprek vergeet? Ik wis dan alles wat ik ervan onthoud. De berichten in uw eigen Telegram verwijdert u zelf.
erase-done =
    Ik heb dit gesprek gewist: uw taal, de onderwerpen, de knoppen die ik liet zien, en dat u { $turns } keer iets vroeg of koos. Ook een oude reservekopie brengt dat niet terug.

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
    - Zo vaak vroeg of koos u iets: { $turns }
    - Laatste bericht: { $active }
    - Zonder nieuw bericht wis ik dit op: { $until }

    Ook heb ik het nummer van deze chat bij Telegram, om u te kunnen antwoorden. Uw woorden, uw naam en uw telefoonnummer bewaar ik niet. Wissen kan met /wis. Hieronder staat hetzelfde als gegevens voor een computer (JSON).
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

region-unit =
    { $place } hoort bij de politie-eenheid **{ $unit }**. Schrijf de privacyfunctionaris van die eenheid.

    Het adres staat in de adressenlijst op { $contact-privacy-officer-web }. Ik ken de postadressen zelf niet.
region-ask = { $place } ligt in meer dan een politie-eenheid. Welke bedoelt u? U kunt ook uw gemeente noemen.
region-chosen =
    Dat is de politie-eenheid **{ $unit }**. Schrijf de privacyfunctionaris van die eenheid.

    Het adres staat in de adressenlijst op { $contact-privacy-officer-web }. Ik ken de postadressen zelf niet.
