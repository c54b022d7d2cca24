"""The deck's conclusions, typed from its bullets, are all there; texts exist in each language; quotes are quotes."""

import re
import unicodedata
from pathlib import Path

import pytest
import yaml

CLAIMS = yaml.safe_load(Path("workflow/codebook/claims.yaml").read_text(encoding="utf-8"))
DECK = Path("..", "shared", "facts", "deck-000_9f37c4be707a16f8.txt")
LANGUAGES = ("en", "fr", "es")

# One line per bullet or numbered conclusion of the deck, in its order: words of it, and the claims that it needs.
BULLETS = [
    ("La maturité numérique des SPE dépend", ["maturity-follows-egdi"]),
    ("pas d'une coopération bilatérale", ["maturity-not-one-to-one", "bilateral-cooperation"]),
    # world 2020: eleven findings
    ("au moins un de leurs services de base", ["global-core-service-digital"]),
    ("n'est toutefois pas un processus linéaire", ["global-not-linear"]),
    ("La technologie a été essentielle", ["global-essential-in-crisis"]),
    ("plus intensive de la technologie basée sur le web", ["global-web-technology-needed", "global-not-all-online"]),
    ("L'adoption de technologies digitales ne suffit pas", ["global-adoption-not-enough"]),
    ("améliorer le ciblage, la prise de décision", ["global-potential"]),
    ("personnel formé et qualifié", ["global-trained-staff"]),
    ("l'intelligence artificielle sont encore limitées", ["global-ai-limited"]),
    ("va au-delà de l'adoption de technologies", ["global-beyond-technology"]),
    ("La fracture numérique fait perdurer les disparités", ["global-digital-divide"]),
    ("besoin d'une touche humaine", ["global-human-touch"]),
    # Asia-Pacific 2022, slide by slide
    ("Services publics de l'emploi de 11 pays", ["ap-eleven-services"]),
    ("tous les SPE participants disposent d'une stratégie numérique", ["ap-all-have-strategy"]),
    ("comme défini dans la mission des SPE", ["ap-strategy-serves-mission"]),
    ("Nature des stratégies numériques des SPE", ["ap-nature-of-strategies", "strategy-legend-twice"]),
    ("L'augmentation des budgets consacrés à la numérisation", ["ap-digitalization-budgets-used"]),
    ("Accélération de la stratégie numérique", ["ap-china-strategy-accelerated"]),
    ("transition vers d'autres modes de diffusion", ["ap-australia-delivery-shift"]),
    ("Impact positif global", ["ap-technology-positive-impact"]),
    ("Mieux diagnostiquer les besoins des jeunes", ["ap-better-diagnosis-of-youth"]),
    ("Améliorer l'appariement et l'accompagnement", ["ap-matching-with-human-contact"]),
    ("Workforce Singapore a mis en place", ["ap-singapore-transformation"]),
    ("tendance à mettre en place des stratégies numériques pour le back-office", ["ap-backoffice-before-frontoffice"]),
    ("la plupart d'entre eux ne disposent pas", ["ap-most-without-frontoffice-strategy"]),
    ("Seul un quart des SPE analyse", ["ap-quarter-analyse-channels", "quarter-of-eleven"]),
    ("stratégies concernant leurs services et/ou canaux", ["ap-service-channel-strategies"]),
    ("centralisation de la responsabilité", ["ap-centralization-would-help"]),
    ("Les sites web des SPE peuvent varier", ["ap-websites-vary"]),
    ("Nouveaux canaux", ["ap-new-channels"]),
    ("Les médias sociaux en Chine", ["ap-china-wechat"]),
    ("Robot social en Australie", ["ap-australia-assistant"]),
    ("Coûts importants liés au déploiement", ["ap-channel-decisions-on-evidence"]),
    ("La création d'analyses de rentabilité", ["ap-channel-decisions-on-evidence"]),
    ("L'évaluation régulière du succès des canaux", ["ap-channel-decisions-on-evidence"]),
    ("Les données deviennent la ressource centrale", ["ap-data-central-resource"]),
    ("Seule une minorité de SPE", ["ap-data-strategy-minority"]),
    ("Il en va de même pour la plupart des éléments", ["ap-data-elements-minority"]),
    ("La Chine, le Japon", ["ap-four-have-most-data-elements"]),
    ("l'analyse est actuellement appliquée", ["ap-analytics-applied-domains"]),
    ("La plupart des SPE de la région n'ont pas de stratégie", ["ap-most-without-od-strategy", "ap-od-exceptions"]),
    ("la majorité des SPE ne se concentrent pas", ["ap-majority-without-culture-skills-inclusion"]),
    ("Les médias sociaux sont le type de canal", ["ap-youth-social-media-first", "ap-youth-social-media-uses"]),
    ("canaux de médias sociaux dédiés", ["ap-youth-fewer-dedicated-channels"]),
    ("Encore moins de SPE", ["ap-youth-portal-fewest", "ap-youth-main-portal"]),
    ("applications mobiles dédiées pour soutenir les jeunes", ["ap-youth-innovative-low"]),
    ("Peu d'autres SPE prévoient", ["ap-youth-innovative-few-plans"]),
    ("n'est pas encore très avancée", ["ap-youth-backoffice-not-advanced"]),
    ("près de 45 %", ["ap-youth-staff-technology", "nearly-forty-five"]),
    ("Seulement 36%", ["ap-youth-dedicated-systems", "thirty-six-for-two-items"]),
    # conclusions 1 to 9
    ("reconnaissent le rôle du développement technologique", ["ap-role-of-technology-recognized"]),
    ("se concentrent sur la numérisation de leurs processus", ["ap-strategies-focus-on-processes"]),
    ("la faible capacité numérique", ["ap-obstacles-resources-capacity-awareness"]),
    ("aspects organisationnels de la transformation numérique", ["ap-organizational-attention"]),
    ("pertinence des analyses avancées", ["ap-advanced-analytics-relevant"]),
    ("inclusives font défaut", ["ap-inclusive-approaches-lacking"]),
    ("meilleure intégration des technologies", ["ap-integration-and-partnerships"]),
    ("plus ciblés par les médias sociaux", ["ap-youth-social-media-over-dedicated"]),
    ("Les technologies innovantes pour les jeunes sont rares", ["ap-innovative-technologies-rare"]),
    ("guichet-service clients", ["ap-front-office-youth-attention"]),
    # the five on Latin America and the Caribbean
    ("se concentrent sur la numérisation des processus et des services", ["lac-strategies-focus-on-processes"]),
    ("de nombreux obstacles résultent", ["lac-obstacles-organizational"]),
    ("L'élaboration de normes et de documentation", ["lac-standards-lagging"]),
    ("stratégies cohérentes en matière de services", ["lac-service-channel-strategy-missing"]),
    ("ne se concentrent pas sur tous les canaux", ["lac-strategies-not-all-channels"]),
    ("très peu d'expérience", ["lac-ai-little-experience"]),
    ("Aucun SPE ne dispose", ["lac-no-od-strategy", "lac-conclusions-without-heading"]),
    ("moins de 10 %", ["lac-culture-programmes-under-10"]),
    # tables and slips
    ("TABLE 2 COUNTRIES SURVEYED", ["lac-nine-of-sixteen-again"]),
    ("Pays ayant été étudiés en 2020 et 2022", ["ap-panel-of-six"]),
    ("MATURITY STATUS PER DIMENSION", ["lac-maturity-means", "lac-maturity-rose", "lac-front-below-back"]),
    ("n=9 countries", ["figure-7-note"]),
    ("Pays africains", ["african-countries"]),
    ("RANKINGS 2016, 2018, 2020", ["lac-egdi-without-2016"]),
    ("Pieterse W. 2022", ["study-dated-2022"]),
    ("Pieterse et al. 2023", ["author-misspelt"]),
]  # fmt: skip


def plain(text: str) -> str:
    """Letters and digits only, so that line breaks, bold marks, bullets and bars of the extract do not matter."""
    text = unicodedata.normalize("NFKC", text).replace("►", " ").replace("▶", " ")
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def test_every_bullet_has_its_claims_and_every_claim_its_bullet():
    named = [claim for _, claims in BULLETS for claim in claims]
    assert set(named) == set(CLAIMS)


@pytest.mark.skipif(not DECK.exists(), reason="the deck is not beside the repository")
def test_bullets_and_quotes_stand_in_the_deck():
    deck = plain(DECK.read_text(encoding="utf-8"))
    missing = [words for words, _ in BULLETS if plain(words) not in deck]
    for claim, keys in CLAIMS.items():
        missing += [f"{claim}: {quote}" for quote in keys["deck"].get("quotes", []) if plain(quote) not in deck]
    assert missing == []


@pytest.mark.skipif(not DECK.exists(), reason="the deck is not beside the repository")
def test_no_bullet_of_the_conclusions_is_left_out():
    """Every line that the extract marks as a bullet between the first findings and the references is in BULLETS."""
    text = DECK.read_text(encoding="utf-8")
    text = text[text.index("Résultats de l'enquête mondiale de l'OIT menée en 2020") : text.index("Pieterse W. 2022")]
    lines = [line.strip() for line in text.splitlines()]
    bullets = [line for line in lines if re.match(r"^(- (?!Num|Trans|Oui|Non)|- ▶|- \*\*|▶ |[1-9]\. )", line)]
    covered = [plain(words) for words, _ in BULLETS]
    context = (
        "comment les spe", "étude multi pays", "méthodes mixtes", "appui sur l enquête", "rôle des technologies",
        "services et programmes", "le lancement d une plateforme", "des approches alternatives", "détection prévision",
        "personnalisation des services", "l adéquation des offres", "une meilleure information", "ilo org",
        "décisions concernant", "pieterse", "bit 2022", "l utilisation de la plateforme",
    )  # fmt: skip
    left_out = []
    for line in bullets:
        at = text.index(line.removeprefix("- "))
        passage = plain(text[at : at + 400])
        if not any(words in passage for words in covered) and not plain(line).startswith(context):
            left_out.append(line)
    assert len(bullets) > 50
    assert left_out == []


def test_quotes_are_short():
    quotes = [quote for keys in CLAIMS.values() for quote in keys["deck"].get("quotes", [])]
    long = [quote for quote in quotes if len(re.findall(r"\w[\w'’-]*", quote)) > 12]
    assert long == []


def test_every_text_in_three_languages_and_no_two_alike():
    for claim, keys in CLAIMS.items():
        for words in filter(None, (keys["text"], keys.get("why"), keys["deck"]["place"])):
            assert set(words) == set(LANGUAGES), claim
            assert all(text == text.strip() and text for text in words.values()), claim
        assert len(set(keys["text"].values())) == 3, claim
    for language in LANGUAGES:
        texts = [keys["text"][language] for keys in CLAIMS.values()]
        assert len(set(texts)) == len(texts)


def test_texts_are_sentences_of_our_own():
    for claim, keys in CLAIMS.items():
        for language in LANGUAGES:
            assert keys["text"][language].endswith("."), (claim, language)
            assert "'" not in keys["text"][language], claim  # typographic apostrophes only
        for quote in keys["deck"].get("quotes", []):
            if keys["kind"] != "inconsistency" and len(plain(quote).split()) > 5:
                assert plain(quote) not in plain(keys["text"]["fr"]), claim


def test_exhibits_are_figures():
    figures = yaml.safe_load(Path("workflow/codebook/figures.yaml").read_text(encoding="utf-8"))
    unknown = {keys.get("exhibit", "") for keys in CLAIMS.values()} - set(figures) - {""}
    assert unknown == set()
