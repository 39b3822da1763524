"""A tiny site in each language, searched by words alone: what every lexicon must bring about."""

import pytest

from crawler.reading import Passage
from crawler.records import CompanyInfo, ContactInfo, KnowledgeBase, Person, Price, Testimonial
from index.chunks import build_chunks
from index.lexical import Lexical
from index.lexicon import languages
from index.rules import LookupRules
from index.search import Searcher

SITES = {
    "en": ("Sailing course", "The harbour is closed in January."),
    "de": ("Segelkurs", "Der Hafen ist im Januar geschlossen."),
    "fr": ("Cours de voile", "Le port est fermé en janvier."),
    "es": ("Curso de vela", "El puerto está cerrado en enero."),
    "it": ("Corso di vela", "Il porto è chiuso a gennaio."),
    "pt": ("Curso de vela", "O porto está fechado em janeiro."),
    "nl": ("Zeilcursus", "De haven is in januari gesloten."),
    "pl": ("Kurs żeglarski", "Port jest zamknięty w styczniu."),
    "cs": ("Kurz jachtingu", "Přístav je v lednu zavřený."),
    "da": ("Sejlkursus", "Havnen er lukket i januar."),
    "fi": ("Purjehduskurssi", "Satama on kiinni tammikuussa."),
    "hu": ("Vitorlás tanfolyam", "A kikötő januárban zárva van."),
    "no": ("Seilkurs", "Havnen er stengt i januar."),
    "ro": ("Curs de navigație", "Portul este închis în ianuarie."),
    "sv": ("Seglingskurs", "Hamnen är stängd i januari."),
}
QUESTIONS = {
    "en": ("How much is the sailing course?", "What number can I call?", "When are you open?",
           "Who is the owner?", "What do customers say?", "harbour in January"),
    "de": ("Was kostet der Segelkurs?", "Unter welcher Nummer kann ich anrufen?",
           "Wann haben Sie geöffnet?", "Wer ist der Inhaber?", "Was sagen Ihre Kunden?",
           "Hafen im Januar"),
    "fr": ("Combien coûte le cours de voile ?", "À quel numéro vous appeler ?",
           "Quels sont vos horaires ?", "Qui est le gérant ?", "Que disent vos clients ?",
           "le port en janvier"),
    "es": ("¿Cuánto cuesta el curso de vela?", "¿A qué número puedo llamar?",
           "¿A qué hora abrís?", "¿Quién es el dueño?", "¿Qué dicen los clientes?",
           "puerto en enero"),
    "it": ("Quanto costa il corso di vela?", "A che numero posso chiamare?",
           "A che ora siete aperti?", "Chi è il titolare?", "Cosa dicono i clienti?",
           "porto a gennaio"),
    "pt": ("Quanto custa o curso de vela?", "Para que número posso ligar?",
           "Qual é o horário?", "Quem é o dono?", "O que dizem os clientes?",
           "porto em janeiro"),
    "nl": ("Hoeveel kost de zeilcursus?", "Welk nummer kan ik bellen?",
           "Wanneer zijn jullie open?", "Wie is de eigenaar?", "Wat zeggen klanten?",
           "haven in januari"),
    "pl": ("Ile kosztuje kurs żeglarski?", "Pod jaki numer mogę zadzwonić?",
           "Jakie są godziny otwarcia?", "Kto jest właścicielem?", "Co mówią klienci?",
           "port w styczniu"),
    "cs": ("Kolik stojí kurz jachtingu?", "Na jaké číslo mohu zavolat?", "Kdy máte otevřeno?",
           "Kdo je majitel?", "Co říkají zákazníci?", "přístav v lednu"),
    "da": ("Hvad koster sejlkurset?", "Hvilket nummer kan jeg ringe til?", "Hvornår har I åbent?",
           "Hvem er ejeren?", "Hvad siger kunderne?", "havnen i januar"),
    "fi": ("Paljonko purjehduskurssi maksaa?", "Mihin numeroon voin soittaa?",
           "Milloin olette auki?", "Kuka on omistaja?", "Mitä asiakkaat sanovat?",
           "satama tammikuussa"),
    "hu": ("Mennyibe kerül a vitorlás tanfolyam?", "Milyen számon hívhatom önöket?",
           "Mikor vannak nyitva?", "Ki a tulajdonos?", "Mit mondanak az ügyfelek?",
           "kikötő januárban"),
    "no": ("Hva koster seilkurset?", "Hvilket nummer kan jeg ringe?", "Når har dere åpent?",
           "Hvem er eieren?", "Hva sier kundene?", "havnen i januar"),
    "ro": ("Cât costă cursul de navigație?", "La ce număr pot suna?", "La ce oră deschideți?",
           "Cine este proprietarul?", "Ce spun clienții?", "portul în ianuarie"),
    "sv": ("Vad kostar seglingskursen?", "Vilket nummer kan jag ringa?", "När har ni öppet?",
           "Vem är ägaren?", "Vad säger kunderna?", "hamnen i januari"),
}  # fmt: skip
WANTED = ("price", "contact", "contact", "company", "testimonial", "passage")


def searcher(tag: str) -> Searcher:
    course, prose = SITES[tag]
    knowledge = KnowledgeBase(
        pricing=(Price(name=course, amount="390", currency="EUR", language=tag),),
        testimonials=(Testimonial(quote="Lorem Berg ipsum.", author="Ida", language=tag),),
        contact_info=ContactInfo(phones=("+4940555010",), opening_hours=("9:00–17:00",)),
        company_info=CompanyInfo(
            name="Quay", founded="1999", people=(Person(name="Olaf Stern", role="CEO"),)
        ),
    )
    page = Passage(url="https://x.test/", title="Quay", text=prose, language=tag)
    chunks = build_chunks(knowledge, [page], titles={})
    return Searcher(chunks, Lexical.of(chunks), LookupRules(embedder="none"))


@pytest.mark.parametrize("tag", languages())
@pytest.mark.parametrize("place", range(len(WANTED)))
def test_the_usual_questions_find_their_fact(tag: str, place: int) -> None:
    answer = searcher(tag).search(QUESTIONS[tag][place])
    assert answer.language == tag
    assert answer.hits[0].kind == WANTED[place], [hit.text for hit in answer.hits]


@pytest.mark.parametrize("tag", languages())
def test_what_is_nowhere_is_refused(tag: str) -> None:
    asked = {
        "en": "helicopter insurance", "de": "Hubschrauber Versicherung", "fr": "assurance hélico",
        "es": "seguro helicóptero", "it": "assicurazione elicottero", "pt": "seguro helicóptero",
        "nl": "helikopter verzekering", "pl": "ubezpieczenie helikoptera",
        "cs": "pojištění vrtulníku", "da": "helikopterforsikring", "fi": "helikopterin vakuutus",
        "hu": "helikopter biztosítás", "no": "helikopterforsikring", "ro": "asigurare elicopter",
        "sv": "helikopterförsäkring",
    }  # fmt: skip
    assert not searcher(tag).search(asked[tag]).answered
