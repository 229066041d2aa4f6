"""What forms, concepts, measures, outcomes are called, in Chinese and English: ``names.csv`` and its kind."""

from __future__ import annotations

import re
from functools import cache

from ..language import LANGUAGES, language
from .data import table


@cache
def _names() -> dict[tuple[str, str, str], str]:
    names: dict[tuple[str, str, str], str] = {}
    for row in table("concepts"):  # the first name of a concept, where names.csv has none
        names.setdefault(("concept", row["concept"], "zh"), row["alias"])
        names.setdefault(("concept", row["concept"], "en"), row["concept"].replace("_", " "))
    names |= {(r["kind"], r["key"], lang): r[lang] for r in table("names") for lang in LANGUAGES}
    forms = {("form", r["slug"], lang): r[f"title_{lang}"] for r in table("forms") for lang in LANGUAGES}
    measures = {
        ("measure", r["measure"], lang): r[f"name_{lang}"] for r in table("measures") for lang in LANGUAGES
    }
    return names | forms | measures


def name_of(kind: str, key: str, lang: str) -> str | None:
    """Return what a form, a concept, a fund, … is called, None where it has no name.

    >>> name_of("form", "procurement", "zh"), name_of("outcome", "fail", "en"), name_of("form", "x", "en")
    ('政府采购预算明细表', 'does not agree', None)
    """
    return _names().get((kind, key, lang))


def name(kind: str, key: str, lang: str = "") -> str:
    """Return what a form, a concept, a fund, … is called; the key itself where it has no name.

    Without `lang` it is said in the language of now.

    >>> name("fund", "general_public", "en"), name("fund", "unheard_of", "en")
    ('general public budget', 'unheard_of')
    """
    return name_of(kind, key, lang or language()) or key


def coded(kind: str, key: str) -> str:
    """Return a code value as it is written in English, in Chinese its name: what is said of a slug in a repr.

    >>> from budgetkit.language import use_language
    >>> with use_language("zh"):
    ...     coded("outcome", "fail")
    '不符'
    >>> coded("outcome", "fail")
    'fail'
    """
    return key if language() == "en" else name(kind, key)


def coded_names(kind: str, lang: str) -> dict[str, str]:
    """Return the names of all values of a kind, in their order.

    >>> coded_names("scope", "zh")
    {'department': '部门', 'unit': '单位'}
    """
    return {key: text for (of, key, said), text in _names().items() if of == kind and said == lang}


@cache
def _by_english() -> dict[str, str]:
    """Return the Chinese of each English name and statement of a rule; of one that means several, none."""
    names = _names()
    pairs = [(text, names[kind, key, "zh"]) for (kind, key, lang), text in names.items() if lang == "en"]
    pairs += [(row["statement_en"], row["statement_zh"]) for row in table("rules")]
    meant: dict[str, set[str]] = {}
    for en, zh in pairs:
        meant.setdefault(en, set()).add(zh)
    return {en: zh.pop() for en, zh in meant.items() if len(zh) == 1}


def chinese_name(english: str) -> str | None:
    """Return the Chinese of an English name, None where it is none, or that of several things.

    >>> chinese_name("Department revenue"), chinese_name("labour services"), chinese_name("other")
    ('部门收入总表', '劳务费', None)
    """
    return _by_english().get(english)


def body_name(entity: str) -> str:
    """Return the name of a body without what its spellings differ in: 中共, 委员会, a bracket behind it.

    >>> body_name("中国共产党某省委员会办公厅") == body_name("中共某省委办公厅") == body_name("某省委办公厅")
    True
    >>> body_name("某市公安局（本级）")
    '某市公安局'
    """
    name = re.sub(r"[（(][^（）()]*[）)]$", "", entity.strip())
    return re.sub(r"^中共", "", name.replace("中国共产党", "中共").replace("委员会", "委"))
