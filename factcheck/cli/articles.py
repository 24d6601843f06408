"""Articles: `add`, `revise`, `status`, `skip`, `policy`, `close`, `reopen`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.cli import settings
from factcheck.cli.options import (
    ArticleArgument,
    By,
    Note,
    TheArticle,
    messages_apart,
    number_of,
    one_of,
    say,
    say_next,
    warn,
)
from factcheck.cli.rows import Column, Format, emit, listed, to_json
from factcheck.cli.terminal import signed, style_of
from factcheck.cli.text import count, inline, shorten
from factcheck.model import ClaimKind, PolicyName, Status

if TYPE_CHECKING:
    from factcheck.desk import Desk
    from factcheck.model import Article, Coverage

app = typer.Typer(rich_markup_mode=None)

Allow = Annotated[
    list[str] | None,
    typer.Option("--allow", metavar="IP:PORT", help="A private address that may be fetched from. Can be repeated."),
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="What the text is in, should its letters look wrong."),
]
Extractor = Annotated[str | None, typer.Option("--extractor", metavar="NAME", help="Another installed extractor.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _content(target: str) -> bytes | None:
    return sys.stdin.buffer.read() if target == "-" else None


def _see_that_it_can_be_read(target: str, content: bytes | None, encoding: str | None) -> None:
    """Fail before a database is made for an article that is none."""
    from factcheck.reading import read_article, read_article_bytes

    if content is not None:
        read_article_bytes(content, None, encoding=encoding)
    elif "://" not in target:
        read_article(target, encoding)


def _allowed(allow: list[str] | None) -> tuple[tuple[str, int], ...]:
    if not allow:
        return ()
    from factcheck.archive.options import parse_allowed

    return tuple(parse_allowed(entry) for entry in allow)


@app.command()
def add(
    target: Annotated[str, typer.Argument(metavar="FILE|URL|-", help="Text, Markdown, HTML, Word, PDF, or a page.")],
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Its title, if not its own.")] = None,
    slug: Annotated[str | None, typer.Option("--slug", metavar="NAME", help="Its short name, for typing.")] = None,
    policy: Annotated[str, typer.Option("--policy", metavar="NAME", help="solo or newsroom.")] = "solo",
    extract: Annotated[bool, typer.Option("--extract/--no-extract", help="Look for claims, or only sentences.")] = True,
    extractor: Extractor = None,
    encoding: Encoding = None,
    allow: Allow = None,
    as_json: Json = False,
    by: By = None,
) -> None:
    """Add an article: a file, a URL, or - for what is piped in.

    Its sentences, quotes, attributed paraphrases, statements and sources are recorded. A database that
    is not there yet is made. An article that is there already is not added twice.

    \b
    Examples:
      factcheck add story.txt
      factcheck --db aleppo.db add https://news.example/aleppo --slug aleppo
      factcheck add old.txt --encoding shift_jis
      pandoc draft.odt -t plain | factcheck add - --title "Draft of Friday"
    """
    from factcheck.extraction import get_extractor

    chosen = one_of(policy, tuple(PolicyName), "policy")
    content = _content(target)
    with messages_apart():
        get_extractor(extractor)
    if not settings.db_path().exists():
        _see_that_it_can_be_read(target, content, encoding)
    with settings.writing(by, create=True) as desk, messages_apart():
        if desk.created:
            say(f"Made a new database, {settings.db_path()}")
        added = desk.add_article(
            target,
            title=title,
            slug=slug,
            extract=extract,
            extractor=extractor,
            policy=chosen,
            content=content,
            allow=_allowed(allow),
            encoding=encoding,
        )
    warn(added.warnings)
    if as_json:
        print(to_json(asdict(added)))
        return
    what = "Article {id} ({slug}) has this text already; nothing was added: {title}"
    done = "Added article {id} ({slug}): {title}"
    article = added.article
    print((what if added.duplicate else done).format(id=article.id, slug=article.slug, title=inline(article.title)))
    print(
        f"{count(added.sentences, 'sentence')}, {count(added.claims, 'claim')} "
        f"({count(added.quotes, 'quote')}), {count(added.sources, 'source')}"
        + (f"; {count(added.open_sentences, 'sentence')} without a claim" if added.open_sentences else "")
    )
    say_next(f"factcheck claims {article.slug}")


@app.command()
def revise(
    article: TheArticle,
    target: Annotated[str, typer.Argument(metavar="FILE|URL|-", help="The new draft.")],
    extractor: Extractor = None,
    encoding: Encoding = None,
    allow: Allow = None,
    as_json: Json = False,
    by: By = None,
) -> None:
    """Bring in a new draft of an article and carry its claims over.

    Claims whose words stand unchanged keep their evidence and status; changed ones become
    needs_recheck; those whose words are gone are cut, and their history stays. New claims are looked for
    in new sentences only, by the extractor that read the draft before, unless another is named; not at all
    if the article was added with --no-extract.

    \b
    Example:
      factcheck revise aleppo aleppo-v2.txt
    """
    content = _content(target)
    with settings.writing(by) as desk, messages_apart():
        revised = desk.revise(
            article, target, content=content, allow=_allowed(allow), encoding=encoding, extractor=extractor
        )
    warn(revised.warnings)
    if as_json:
        print(to_json(asdict(revised)))
        return
    print(
        f"Revision {revised.revision.number} of {revised.article.slug}: {count(revised.kept, 'claim')} kept, "
        f"{len(revised.changed)} changed, {len(revised.cut)} cut, {revised.added} new"
    )
    for word, claims in (("changed", revised.changed), ("cut", revised.cut)):
        for claim in claims:
            print(f"  {word:7} {claim.id:>4}  {shorten(claim.text, 80)}")
            if claim.status == "needs_recheck" and claim.status_note:
                print(f"{'':15}{shorten(claim.status_note, 160)}")


@app.command()
@listed
def status(article: ArticleArgument = None, *, out: Format) -> None:
    """Show how far the work is: coverage, counts, what is open.

    Without ARTICLE: a line for each article. With it: the sentences that nobody has accounted for, and
    the claims that are still open.

    \b
    Examples:
      factcheck status
      factcheck status aleppo
      factcheck status aleppo --json
    """
    with settings.reading() as desk:
        if article is None:
            emit([_summary(item, desk.status(item)) for item in desk.articles()], _ARTICLES, out, none="no article yet")
            return
        found = desk.article(article)
        coverage = desk.status(found)
        if out.kind != "table":
            emit([_summary(found, coverage) | _details(coverage)], _ARTICLES, out)
            return
        _print_status(desk, found, coverage)


_ARTICLES = (
    Column("id", "id", right=True),
    Column("article", "article"),
    Column("state", "state"),
    Column("sentences", "sentences", right=True),
    Column("accounted", "accounted", right=True),
    Column("claims", "claims", right=True),
    Column("open", "open", right=True),
    Column("verified", "verified", right=True),
    Column("disputed", "disputed", right=True),
    Column("title", "title", grow=True),
)


def _summary(article: Article, coverage: Coverage) -> dict[str, Any]:
    return {
        "id": article.id,
        "article": article.slug,
        "title": article.title,
        "state": article.state,
        "policy": article.policy,
        "sentences": coverage.sentences,
        "accounted": coverage.accounted,
        "claims": coverage.claims,
        "open": len(coverage.open_claims),
        **{str(status): coverage.by_status.get(status, 0) for status in Status},
        **{str(kind): coverage.by_kind.get(kind, 0) for kind in ClaimKind},
        "complete": coverage.complete,
    }


def _details(coverage: Coverage) -> dict[str, Any]:
    return {
        "open_sentences": [
            {"id": item.id, "start": item.start, "end": item.end, "text": item.text} for item in coverage.open_sentences
        ],
        "open_claims": list(coverage.open_claims),
        "missing_signoffs": list(coverage.missing_signoffs),
    }


def _print_status(desk: Desk, article: Article, coverage: Coverage) -> None:
    from rich.text import Text

    from factcheck.cli.terminal import console

    page = console()
    page.print(Text(f"{inline(article.title)}", style="bold"))
    page.print(f"article {article.id} ({article.slug}), {article.state}, policy {article.policy}")
    page.print()
    page.print(f"sentences  {coverage.accounted} of {coverage.sentences} accounted for")
    kinds = ", ".join(count(number, kind) for kind, number in coverage.by_kind.items() if number)
    page.print(f"claims     {coverage.claims}" + (f" ({kinds})" if kinds else ""))
    for name in Status:
        if number := coverage.by_status.get(name, 0):
            page.print(Text(f"  {number:>5}  ").append(signed(name), style=style_of(name)))
    if coverage.open_sentences:
        page.print("\nSentences without a claim (claim add, or skip N --reason):")
        _print_lines([(item.id, item.text) for item in coverage.open_sentences])
    if coverage.open_claims:
        page.print("\nOpen claims (show N tells what each one needs):")
        _print_lines([(number, desk.claim(number).told) for number in coverage.open_claims[:50]])
        if len(coverage.open_claims) > 50:
            page.print(f"  ... and {len(coverage.open_claims) - 50} more: factcheck claims {article.slug} --open")
    if coverage.missing_signoffs:
        numbers = ", ".join(map(str, coverage.missing_signoffs))
        page.print(f"\nA second person has still to sign off claims {numbers}")
    if coverage.complete:
        page.print("\nNothing is open." + (f" factcheck close {article.slug}" if article.state == "open" else ""))


def _print_lines(lines: list[tuple[int, str]]) -> None:
    from factcheck.cli.terminal import is_terminal, width

    room = max(width() - 9, 20) if is_terminal(sys.stdout) else 10_000
    for number, text in lines:
        print(f"  {number:>5}  {shorten(text, room)}")


@app.command()
def skip(
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="Its number, as `factcheck status` shows it.")],
    reason: Annotated[str, typer.Option("--reason", "-r", metavar="TEXT", help="Why: opinion, greeting, scene...")],
    note: Note = None,
    by: By = None,
) -> None:
    """Say why there is nothing to check in a sentence.

    \b
    Example:
      factcheck skip 12 --reason opinion
    """
    number = number_of(sentence, "sentence")
    with settings.writing(by) as desk:
        desk.skip(number, reason, note)
    print(f"Sentence {number} is accounted for: {inline(reason)}")


@app.command()
def policy(
    article: TheArticle,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="The rules to use from now on.")] = None,
    accept: Annotated[
        str | None,
        typer.Option(
            "--accept", metavar="KINDS", help="House rule: cosmetic changes to let pass, by commas; none for none."
        ),
    ] = None,
    by: By = None,
) -> None:
    """Choose the rules that an article is checked under.

    solo: one supporting passage. newsroom: two independent references or a primary one, and a second
    person signs off before the article closes. --accept names kinds of cosmetic change that a quote may
    show and still be verified: filler, contraction, function-word, intensifier, spelling, house-style,
    doubled-word. Without a name: print what is in use.

    \b
    Examples:
      factcheck policy aleppo newsroom
      factcheck policy aleppo --accept filler,house-style
    """
    if name is None and accept is None:
        with settings.reading() as desk:
            found = desk.article(article)
            print(found.policy + (f", accepts {found.accepts}" if found.accepts else ""))
        return
    chosen = one_of(name, tuple(PolicyName), "policy") if name is not None else None
    kinds = None if accept is None else [kind.strip() for kind in accept.split(",") if kind.strip() not in ("", "none")]
    with settings.writing(by) as desk:
        found = desk.set_policy(article, chosen, accepts=kinds)
        rule = f", and accepts {found.accepts}" if found.accepts else ""
        print(f"{found.slug} is checked under {found.policy} now{rule}")


@app.command()
def close(article: TheArticle, note: Note = None, by: By = None) -> None:
    """Close an article on which nothing is open.

    Every sentence must be accounted for and every claim decided; else it says what is missing.

    \b
    Exit status: 0 closed; 1 something is open.

    \b
    Example:
      factcheck close aleppo
    """
    with settings.writing(by) as desk:
        found = desk.article(article)
        coverage = desk.status(found)
        if coverage.complete:
            desk.close_article(found, note)
            print(f"Closed {found.slug}: {count(coverage.claims, 'claim')}, nothing is open")
            return
        _print_status(desk, found, coverage)
    parts = [
        count(len(items), noun)
        for items, noun in (
            (coverage.open_sentences, "open sentence"),
            (coverage.open_claims, "open claim"),
            (coverage.missing_signoffs, "missing sign-off"),
        )
        if items
    ]
    sys.stdout.flush()
    say(f"Error: {found.slug} cannot be closed yet: {', '.join(parts)}")
    say(f"Hint: factcheck claims {found.slug} --open")
    raise typer.Exit(1)


@app.command()
def reopen(article: TheArticle, note: Note = None, by: By = None) -> None:
    """Open a closed article again.

    \b
    Example:
      factcheck reopen aleppo
    """
    with settings.writing(by) as desk:
        desk.reopen(article, note)
        print(f"{desk.article(article).slug} is open again")
