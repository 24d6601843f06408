"""The front door: everything the command line and the web desk do, they do through here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from factcheck.desk import (
    articles,
    captures,
    claims,
    evidence,
    fetching,
    find,
    quoted,
    reports,
    search,
    sources,
    verdicts,
)
from factcheck.desk.context import Context
from factcheck.desk.reports import Report
from factcheck.desk.results import Added, Checked, Cited, Hit, Rechecked, Revised, Stored, Suggestion
from factcheck.model import (
    Article,
    Capture,
    Claim,
    ClaimKind,
    Contact,
    Coverage,
    Event,
    Evidence,
    Health,
    Reference,
    Revision,
    Sentence,
    Source,
    Status,
    Verdict,
)
from factcheck.report.dossier import Dossier, Entry
from factcheck.store import connection, log
from factcheck.store.log import Clock, utc_now
from factcheck.store.queue import acknowledged
from factcheck.store.records import articles as article_records
from factcheck.store.records import captures as capture_records
from factcheck.store.records import claims as claim_records
from factcheck.store.records import evidence as evidence_records
from factcheck.store.records import health as health_records
from factcheck.store.records import sources as source_records
from factcheck.store.records.captures import CaptureText

if TYPE_CHECKING:
    from factcheck.archive.memento import Memento, Saved
    from factcheck.archive.options import FetchOptions
    from factcheck.archive.pool import Progress
    from factcheck.desk.audit import Audit
    from factcheck.desk.bundles import Bundle
    from factcheck.desk.changes import Changes
    from factcheck.desk.compacting import Compacted, HostSize
    from factcheck.desk.keeping import Repaired
    from factcheck.desk.merging import Merged
    from factcheck.desk.renewing import Renewed
    from factcheck.store.queries import NamedQuery, Rows

ArticleLike = int | str | Article | Added | Revised | None
ClaimLike = int | str | Claim
SourceLike = int | str | Source


class Desk:
    """An open factcheck file, and a person who works in it.

    Articles are named by number or slug (None: the only one), claims by number, sources by number or
    name. Every change is one event of the log. Errors are `FactcheckError`s, each with a hint.

    Example:
        ```python
        with Desk.open("story.db", actor="checker") as desk:
            article = desk.add_article("story.txt")
            for claim in desk.claims(article, status="unchecked"):
                print(claim.id, claim.text)
        ```
    """

    def __init__(self, context: Context, *, created: bool = False) -> None:
        self._ctx = context
        self.created = created

    @classmethod
    def open(
        cls,
        path: str | Path,
        actor: str | None = None,
        *,
        create: bool | None = None,
        readonly: bool = False,
        clock: Clock = utc_now,
    ) -> Self:
        """Open a file; one that is not there is made, if an `actor` is named to work in it.

        `create` says whether to make it, actor or not; `readonly` never does.

        Raises:
            NotFoundError: there is no such file.
            DamagedError: it is damaged, not ours, or newer than this program.
            StorageError: it cannot be opened.
        """
        path = Path(path)
        create = not readonly and (actor is not None if create is None else create)
        missing = create and not (path.exists() and path.stat().st_size)
        db = connection.create(path) if create else connection.open_file(path, readonly=readonly)
        return cls(Context(db, actor, clock), created=missing)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._ctx.db.path

    @property
    def actor(self) -> str | None:
        """Who acts: the name in the log."""
        return self._ctx.actor

    def acting_as(self, actor: str) -> Desk:
        """Return a desk on the same open file for another person."""
        return Desk(Context(self._ctx.db, actor, self._ctx.clock))

    def close(self) -> None:
        """Close the file."""
        self._ctx.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- articles

    def add_article(
        self,
        target: str | Path,
        *,
        title: str | None = None,
        slug: str | None = None,
        extract: bool = True,
        extractor: str | None = None,
        policy: str = "solo",
        content: bytes | None = None,
        allow: Iterable[tuple[str, int]] = (),
        encoding: str | None = None,
    ) -> Added:
        """Record an article from a file, a URL, or bytes (`content`), with the claims found in it.

        The same text is not added twice: `Added.duplicate` tells. `allow` are private addresses (IP,
        port) that a URL may lead to. `encoding` goes before what the text or the page says of its own.

        Raises:
            FactcheckError: it cannot be read or fetched.
        """
        return articles.add(
            self._ctx,
            target,
            title=title,
            slug=slug,
            extract=extract,
            extractor=extractor,
            policy=policy,
            content=content,
            allow=allow,
            encoding=encoding,
        )

    def articles(self) -> list[Article]:
        """Return all articles, oldest first."""
        return article_records.every(self._ctx.conn)

    def newest_articles(self, limit: int = 50, offset: int = 0) -> list[Article]:
        """Return some articles, the newest first."""
        return article_records.newest(self._ctx.conn, limit=limit, offset=offset)

    def article(self, article: ArticleLike = None) -> Article:
        """Return one article.

        Raises:
            NotFoundError: there is no such article.
        """
        return find.article(self._ctx, article)

    def revision(self, article: ArticleLike, number: int | None = None) -> Revision:
        """Return the current revision of an article, or the one with this number.

        Raises:
            NotFoundError: there is no such revision.
        """
        return find.revision(self._ctx, self.article(article), number)

    def revise(
        self,
        article: ArticleLike,
        target: str | Path,
        *,
        content: bytes | None = None,
        allow: Iterable[tuple[str, int]] = (),
        encoding: str | None = None,
        extractor: str | None = None,
    ) -> Revised:
        """Record a new text of an article; every claim is found again in it, changed, or cut and kept.

        `target`, `content`, `allow` and `encoding` are as for `add_article`; `extractor` is, if none is named,
        the one that read the draft before.

        Raises:
            UsageError: it is the text that the article has already.
        """
        from factcheck.desk import drafts

        found = find.open_article(self._ctx, article)
        return drafts.revise(self._ctx, found, target, content, allow, encoding, extractor)

    def sentences(self, article: ArticleLike = None, *, open_only: bool = False) -> list[Sentence]:
        """Return the sentences of an article's current revision (only those not accounted for)."""
        found = self.article(article)
        if open_only:
            return list(articles.coverage(self._ctx, found).open_sentences)
        return article_records.sentences(self._ctx.conn, article_records.revision(self._ctx.conn, found.revision_id))

    def skip(self, sentence: int, reason: str, note: str | None = None) -> Event:
        """Say why there is nothing to check in a sentence.

        Raises:
            NotFoundError: there is no such sentence.
        """
        return articles.skip(self._ctx, sentence, reason, note)

    def status(self, article: ArticleLike = None) -> Coverage:
        """Return how much of an article is accounted for, and what is open."""
        return articles.coverage(self._ctx, self.article(article))

    def close_article(self, article: ArticleLike = None, note: str | None = None) -> Event:
        """Close an article.

        Raises:
            FactcheckError: a sentence or a claim is open; the message says what is missing.
        """
        return articles.close(self._ctx, self.article(article), note)

    def reopen(self, article: ArticleLike = None, note: str | None = None) -> Event:
        """Open a closed article again."""
        return articles.reopen(self._ctx, self.article(article), note)

    def edit_article(self, article: ArticleLike = None, **changes: Any) -> Article:
        """Change title, author, publisher, published, url, language or policy of an article."""
        found = self.article(article)
        articles.edit(self._ctx, found, changes)
        return self.article(found)

    def set_policy(
        self, article: ArticleLike, policy: str | None = None, *, accepts: Iterable[str] | None = None
    ) -> Article:
        """Choose the rules that an article is checked under: `solo` or `newsroom`.

        `accepts` is the house rule: the kinds of cosmetic change (filler, contraction, function-word,
        intensifier, spelling, house-style, doubled-word) that a quote may show and still be verified.

        Raises:
            UsageError: there is no such policy or kind.
        """
        return articles.set_policy(self._ctx, self.article(article), policy, accepts)

    # --- claims

    def claims(
        self,
        article: ArticleLike = None,
        *,
        status: str | None = None,
        kind: str | None = None,
        source: SourceLike | None = None,
        state: str | None = "live",
        open_only: bool = False,
        text: str | None = None,
        order: str = "text",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Claim]:
        """Return claims (of one article, or of all), by place in the text or (`order="worth"`) by rank.

        Raises:
            UsageError: there is no such status or kind.
        """
        return claim_records.listing(
            self._ctx.conn,
            article=self.article(article).id if article is not None else None,
            status=find.choice(Status, status, "status") if status is not None else None,
            kind=find.choice(ClaimKind, kind, "kind of claim") if kind is not None else None,
            source=self.source(source).id if source is not None else None,
            state=state,
            open_only=open_only,
            text=search.words_query(text) if text is not None else None,
            order=order,
            limit=limit,
            offset=offset,
        )

    def claim(self, claim: ClaimLike) -> Claim:
        """Return one claim as it stands now.

        Raises:
            NotFoundError: there is no such claim.
        """
        return find.claim(self._ctx, claim)

    def verdicts(self, article: ArticleLike = None) -> list[Verdict]:
        """Return the decisions about an article's claims, oldest first."""
        return claim_records.verdicts_in(self._ctx.conn, self.article(article).id)

    def evidence(self, article: ArticleLike = None) -> list[Evidence]:
        """Return the evidence of an article's claims, oldest first."""
        return evidence_records.of_article(self._ctx.conn, self.article(article).id)

    def claim_of(self, event: Event) -> Claim | None:
        """Return the claim that an event is about, as it stands now."""
        uid = event.data.get("claim")
        return claim_records.by_uid(self._ctx.conn, uid) if isinstance(uid, str) else None

    @contextmanager
    def unchanged(self, claim: ClaimLike, if_seq: int | None) -> Iterator[Claim]:
        """Hold the file while a claim is changed, if nobody has changed it after event `if_seq`.

        Raises:
            ConflictError: somebody has.
        """
        with self._ctx.writing():
            found = self.claim(claim)
            verdicts.nobody_was_first(self._ctx, found, if_seq)
            yield found

    def entry(self, claim: ClaimLike) -> Entry:
        """Return one claim with everything that bears on it."""
        return reports.entry(self._ctx, self.claim(claim))

    def missing(self, claim: ClaimLike, status: str, note: str | None = None) -> tuple[str, ...]:
        """Return what the gate still asks for before a claim may get this status; empty when it is open."""
        return verdicts.missing(self._ctx, self.claim(claim), status, note)

    def add_claim(
        self,
        article: ArticleLike = None,
        *,
        text: str | None = None,
        start: int | None = None,
        end: int | None = None,
        kind: str = "statement",
        source: SourceLike | None = None,
        parent: ClaimLike | None = None,
    ) -> Claim:
        """Record a claim by hand, on words of the article or (under a `parent`) in other words.

        Raises:
            UsageError: the words do not stand in the article.
        """
        above = self.claim(parent) if parent is not None else None
        found = find.open_article(self._ctx, above.article_id if above and article is None else article)
        return claims.add(self._ctx, found, text=text, start=start, end=end, kind=kind, source=source, parent=above)

    def edit_claim(
        self,
        claim: ClaimLike,
        *,
        text: str | None = None,
        kind: str | None = None,
        source: SourceLike | None = None,
        parent: ClaimLike | None = None,
    ) -> Claim:
        """Change a claim's words, kind, source or parent.

        Raises:
            UsageError: nothing to change, or the words do not stand in the article.
        """
        above = self.claim(parent) if parent is not None else None
        live = find.live_claim(self._ctx, claim)
        return claims.edit(self._ctx, live, text=text, kind=kind, source=source, parent=above)

    def split_claim(self, claim: ClaimLike, at: str) -> tuple[Claim, Claim]:
        """Divide a claim where the words `at` begin."""
        return claims.split(self._ctx, find.live_claim(self._ctx, claim), at)

    def merge_claims(self, into: ClaimLike, other: ClaimLike) -> Claim:
        """Make one claim of two of one article."""
        return claims.merge(self._ctx, find.live_claim(self._ctx, into), find.live_claim(self._ctx, other))

    def cut_claim(self, claim: ClaimLike, reason: str) -> Event:
        """Withdraw a claim; it is kept, with its history."""
        return claims.cut(self._ctx, find.live_claim(self._ctx, claim), reason)

    # --- sources

    def sources(
        self, article: ArticleLike = None, *, text: str | None = None, limit: int | None = None, offset: int = 0
    ) -> list[Source]:
        """Return the sources (of one article), by name."""
        number = self.article(article).id if article is not None else None
        return source_records.listing(self._ctx.conn, article=number, text=text, limit=limit, offset=offset)

    def source(self, source: SourceLike) -> Source:
        """Return one source by number, name or alias."""
        return find.source(self._ctx, source)

    def source_claims(self, source: SourceLike) -> list[Claim]:
        """Return the claims that are given to a source."""
        return claim_records.listing(self._ctx.conn, source=self.source(source).id)

    def edit_source(
        self,
        source: SourceLike,
        *,
        name: str | None = None,
        kind: str | None = None,
        description: str | None = None,
        anonymous: bool | None = None,
        protected: bool | None = None,
        add_alias: Iterable[str] = (),
        remove_alias: Iterable[str] = (),
    ) -> Source:
        """Change what is recorded of a source; its old name stays as an alias."""
        changes = {
            "name": name,
            "kind": kind,
            "description": description,
            "anonymous": anonymous,
            "protected": protected,
        }
        return sources.edit(self._ctx, self.source(source), changes, add_alias, remove_alias)

    def merge_sources(self, into: SourceLike, other: SourceLike) -> Source:
        """Make one source of two; the other's claims and names go to the first."""
        return sources.merge(self._ctx, self.source(into), self.source(other))

    # --- references, captures, evidence

    def cite(
        self,
        claim: ClaimLike,
        target: str | Path | None = None,
        stance: str = "supports",
        *,
        passage: str | None = None,
        directness: str | None = None,
        note: str | None = None,
        refetch: bool = False,
        capture: int | Capture | None = None,
        options: FetchOptions | None = None,
    ) -> Cited:
        """Archive a URL or a file and record a passage of it as evidence for or against a claim.

        Without `passage`, a quote is looked for and the passage is where it stands. A reference that is
        archived already is not fetched again unless `refetch` says so; `capture` names one by number.

        Raises:
            FetchError: the reference could not be captured; the failed capture is kept.
            FactcheckError: the passage does not stand in the capture.
        """
        return evidence.cite(
            self._ctx,
            find.live_claim(self._ctx, claim),
            target,
            stance=stance,
            passage=passage,
            directness=directness or "secondary",
            note=note,
            refetch=refetch,
            capture=capture,
            options=options,
        )

    def withdraw(self, evidence_id: int, reason: str) -> Event:
        """Take a piece of evidence back; it stays on record.

        Raises:
            NotFoundError: there is no such evidence.
        """
        return evidence.withdraw(self._ctx, find.evidence(self._ctx, evidence_id), reason)

    def contact(
        self,
        claim: ClaimLike,
        who: str,
        said: str,
        *,
        how: str = "interview",
        stance: str = "supports",
        protected: bool = False,
    ) -> Contact:
        """Log a conversation about a claim: who was asked, how, and what they said."""
        live = find.live_claim(self._ctx, claim)
        return evidence.contact(self._ctx, live, who, said, how=how, stance=stance, protected=protected)

    def fetch(
        self,
        urls: Iterable[str],
        *,
        options: FetchOptions | None = None,
        progress: Callable[[Progress], None] | None = None,
        on_stored: Callable[[Sequence[Stored]], None] | None = None,
        conditional: bool = False,
        with_text: bool = False,
        read: bool = True,
    ) -> list[Stored]:
        """Fetch and archive URLs, each as a capture, the failed ones too.

        `on_stored` is told, commit by commit, what is on disk. `conditional` asks only for what has changed.
        Without `read` the words are left unread until somebody asks for them; a search does not find them till then.
        """
        return fetching.fetch(
            self._ctx,
            urls,
            options=options,
            progress=progress,
            on_stored=on_stored,
            conditional=conditional,
            with_text=with_text,
            read=read,
        )

    def pending_urls(self) -> list[str]:
        """Return the URLs of references that have no whole capture yet."""
        return list(fetching.urls_to_fetch(self._ctx))

    def refs(
        self, article: ArticleLike = None, *, words: str | None = None, limit: int | None = None, offset: int = 0
    ) -> list[Reference]:
        """Return the references (that an article's evidence stands on; with `words` in URL or title), by number."""
        number = self.article(article).id if article is not None else None
        return capture_records.references(self._ctx.conn, article=number, words=words, limit=limit, offset=offset)

    def health(
        self, article: ArticleLike = None, *, words: str | None = None, limit: int | None = None
    ) -> list[Health]:
        """Return the references that are gone, blocked, changed, moved or failing, and since when."""
        number = self.article(article).id if article is not None else None
        return health_records.of_references(self._ctx.conn, article=number, words=words, limit=limit)

    def ref(self, reference: int | str | Reference) -> Reference:
        """Return one reference by number, URL or file name."""
        return find.reference(self._ctx, reference)

    def mementos(
        self,
        reference: int | str | Reference,
        *,
        timemap: str | None = None,
        options: FetchOptions | None = None,
    ) -> list[Memento]:
        """Ask another archive which old captures of a page it has, oldest first (RFC 7089).

        `timemap` is the archive's address with `{url}` for the page; by default the Wayback Machine's. An
        old capture is fetched or cited like any URL.

        Raises:
            FetchError: the archive does not answer as one.
        """
        url = find.url_of(self._ctx, reference)
        return fetching.mementos(self._ctx, url, timemap=timemap, options=options)

    def memento_near(
        self,
        reference: int | str | Reference,
        moment: datetime,
        *,
        timegate: str | None = None,
        options: FetchOptions | None = None,
    ) -> Memento | None:
        """Ask another archive for its capture of a page that is nearest to a time; None if it has none.

        `timegate` is the archive's address with `{url}` for the page; by default the Wayback Machine's.

        Raises:
            FetchError: the archive does not answer as one.
        """
        url = find.url_of(self._ctx, reference)
        return fetching.memento_near(self._ctx, url, moment, timegate=timegate, options=options)

    def captures(self, reference: int | str | Reference) -> list[Capture]:
        """Return all captures of a reference, oldest first."""
        return capture_records.of_reference(self._ctx.conn, self.ref(reference).id)

    def capture(self, capture: int | str | Capture) -> Capture:
        """Return one capture: by its number, or the last one of a URL.

        Raises:
            NotFoundError: there is no such capture.
        """
        return find.capture(self._ctx, capture)

    def capture_properties(self, capture: int | str | Capture) -> dict[str, Any]:
        """Return what a picture's file says of itself (format, width, height, EXIF); of other kinds, nothing.

        Read from the bytes in a child process, each time it is asked for.

        Raises:
            FetchError: the capture holds no bytes.
        """
        return captures.properties_of(self._ctx, self.capture(capture))

    def capture_changes(self, old: int | str | Capture, new: int | str | Capture) -> Changes:
        """Return which words changed from one capture to another, in the main text and around it.

        Raises:
            FetchError: one of them holds no bytes.
        """
        from factcheck.desk import changes

        return changes.between(self.capture_text(old), self.capture_text(new))

    def capture_text(self, capture: int | str | Capture) -> CaptureText:
        """Return the words of a capture: its main text, then the rest of the page."""
        return captures.text_of(self._ctx, self.capture(capture))

    def capture_body(self, capture: int | str | Capture) -> bytes:
        """Return a capture's bytes as received, their hash checked."""
        return captures.body_of(self._ctx, self.capture(capture))

    def capture_page(self, capture: int | str | Capture) -> bytes:
        """Return a capture's page: its bytes without the content coding they were sent in."""
        return captures.page_of(self._ctx, self.capture(capture))

    def capture_with(self, sha256: str) -> Capture | None:
        """Return the first capture that came as the bytes with this hash."""
        return capture_records.by_body(self._ctx.conn, sha256)

    def evidence_in(self, capture: int | str | Capture) -> list[Evidence]:
        """Return the evidence that stands in a capture, oldest first."""
        return evidence_records.of_capture(self._ctx.conn, self.capture(capture).id)

    def obtain(self, target: str | Path, *, options: FetchOptions | None = None, refetch: bool = False) -> Capture:
        """Return a whole capture of a URL or a file: the one that is here, else a new one.

        Raises:
            FetchError: it could not be captured; the failed capture is kept.
        """
        return captures.obtain(self._ctx, target, options=options, refetch=refetch)

    def keep_upload(self, name: str, data: bytes) -> Capture:
        """Keep a file that was sent to the desk as a capture of a reference."""
        return captures.keep_upload(self._ctx, name, data)

    def capture_shot(self, capture: int | str | Capture, path: str | Path) -> Path:
        """Draw an archived page as a picture (PNG), offline and without scripts; needs Chromium."""
        return captures.shoot(self._ctx, self.capture(capture), Path(path))

    def search(self, text: str, *, what: str = "all", limit: int = 20) -> list[Hit]:
        """Find words in claims and captures (`what`: all, claims, captures)."""
        return search.search(self._ctx, text, what=what, limit=limit)

    def suggest(self, claim: ClaimLike, limit: int = 5) -> list[Suggestion]:
        """Rank passages of the archive that may bear on a claim."""
        return search.suggest(self._ctx, self.claim(claim), limit)

    def check(
        self,
        claims_: Sequence[ClaimLike] | None = None,
        *,
        article: ArticleLike = None,
        everywhere: bool = True,
    ) -> list[Checked]:
        """Compare quotes with the captures cited for them, else (`everywhere`) with the whole archive.

        Words between quotation marks in a paraphrase are compared with the passages cited for it.
        """
        number = self.article(article).id if article is not None else None
        wanted = [self.claim(item) for item in claims_] if claims_ else quoted.every(self._ctx, number)
        return quoted.check(self._ctx, wanted, everywhere=everywhere)

    def quoted_words(self, claim: ClaimLike) -> tuple[str, ...]:
        """Return the words between marks in a paraphrase that its own evidence must hold."""
        return quoted.unsettled(self._ctx, self.claim(claim))

    def recheck(
        self,
        references: Sequence[int | str | Reference] | None = None,
        *,
        claims: Sequence[ClaimLike] | None = None,
        article: ArticleLike = None,
        options: FetchOptions | None = None,
    ) -> list[Rechecked]:
        """Fetch references anew, or those that claims are based on, and see whether the cited passages stand.

        With neither, all that anything is based on (of an article). Of claims, only their own passages are told.
        """
        from factcheck.desk import recheck

        chosen = [find.claim(self._ctx, item).id for item in claims or ()]
        wanted = [self.ref(item) for item in references or ()]
        if not (references or claims):
            wanted = recheck.cited(self._ctx, self.article(article).id if article is not None else None)
        return recheck.recheck(self._ctx, wanted, options, claims=chosen)

    def save_page(
        self,
        target: int | str | Reference,
        *,
        keys: str,
        endpoint: str | None = None,
        options: FetchOptions | None = None,
        patience: float = 300.0,
    ) -> Saved:
        """Ask a public archive to capture a page now ("Save Page Now"); the page becomes public there.

        `keys` are the account's, ACCESS:SECRET; `endpoint` is the Internet Archive's unless another is given;
        `patience` is in seconds.

        Raises:
            FetchError: the archive refuses, fails, or takes too long.
        """
        url = find.url_of(self._ctx, target)
        return fetching.save_page(self._ctx, url, keys=keys, endpoint=endpoint, options=options, patience=patience)

    # --- verdicts

    def mark(
        self,
        claim: ClaimLike,
        status: str,
        note: str | None = None,
        *,
        override: bool = False,
        if_seq: int | None = None,
    ) -> Event:
        """Set where a claim stands.

        Raises:
            GateClosedError: the policy asks for more; `missing` says what.
            ConflictError: somebody changed the claim after event `if_seq`.
        """
        return verdicts.mark(self._ctx, claim, status, note, override=override, if_seq=if_seq)

    def verify(
        self, claim: ClaimLike, note: str | None = None, *, override: bool = False, if_seq: int | None = None
    ) -> Event:
        """Mark a claim verified; see `mark`."""
        return self.mark(claim, "verified", note, override=override, if_seq=if_seq)

    def dispute(
        self, claim: ClaimLike, note: str | None = None, *, override: bool = False, if_seq: int | None = None
    ) -> Event:
        """Mark a claim disputed; see `mark`."""
        return self.mark(claim, "disputed", note, override=override, if_seq=if_seq)

    def mark_many(self, rows: Iterable[tuple[int | str, str, str | None]]) -> list[Event]:
        """Set many statuses in one transaction: (claim, status, note); all of them, or none."""
        return verdicts.mark_many(self._ctx, rows)

    def sign(self, article: ArticleLike = None, *, claim: ClaimLike | None = None, note: str | None = None) -> Event:
        """Approve a claim's decision, or all of an article's, as a second person.

        Raises:
            RefusedError: it is one's own decision.
        """
        found = find.live_claim(self._ctx, claim) if claim is not None else None
        whole = self.article(found.article_id if found else article)
        return verdicts.sign(self._ctx, whole, found, note)

    def undo(self) -> Event:
        """Take back the actor's last change, by an event of its own.

        Raises:
            UsageError: there is nothing to undo.
            ConflictError: something was built on it since.
        """
        return verdicts.undo(self._ctx)

    # --- the log, questions, reports

    def log(
        self,
        *,
        limit: int | None = 50,
        claim: ClaimLike | None = None,
        article: ArticleLike = None,
        actor: str | None = None,
    ) -> list[Event]:
        """Return events, the newest first (about a claim, about an article as a whole, by a person)."""
        about = self.claim(claim) if claim is not None else self.article(article) if article is not None else None
        return log.newest(self._ctx.conn, about=about, actor=actor, limit=limit)

    def lost_changes(self) -> str | None:
        """Say which acknowledged changes the file has lost (its write-ahead log, say); None where none is known."""
        noted = acknowledged(self._ctx.db.path)
        return connection.missing(self._ctx.db, noted)

    def audit(
        self,
        checkpoint: str | Path | None = None,
        progress: Callable[[int, int], None] | None = None,
        *,
        passages: bool = False,
    ) -> Audit:
        """Check that the file still says what its log says, and that every byte is what it was.

        A `checkpoint` kept elsewhere shows whether the log was cut or rewritten since. With `passages`, what is cited
        is looked for in the words read again from the archived bytes. `progress` is told (done, of how many).
        """
        from factcheck.desk import audit

        kept = Path(checkpoint) if checkpoint is not None else None
        return audit.audit(self._ctx, kept, progress, passages=passages)

    def query(self, name_or_sql: str, params: dict[str, Any] | None = None) -> Rows:
        """Run a named query, or SQL that reads.

        Raises:
            UsageError: there is no such query, a parameter is missing, or the SQL is wrong or writes.
        """
        from factcheck.store import queries

        return queries.run(self._ctx.conn, name_or_sql, params or {}, strict=True)

    @staticmethod
    def queries() -> tuple[NamedQuery, ...]:
        """Return the named queries of `db/queries`."""
        from factcheck.store import queries

        return queries.named_queries()

    def dossier(self, article: ArticleLike = None) -> Dossier:
        """Return an article with all that is recorded about it."""
        return reports.dossier(self._ctx, self.article(article))

    def report(self, article: ArticleLike = None) -> Report:
        """Return the provenance report of an article: `.html()`, `.markdown()`, `.json()`, `.write(path)`."""
        return Report(self.dossier(article))

    # --- keeping it safe, handing it over

    def checkpoint(
        self,
        folder: str | Path,
        *,
        key: str | Path | None = None,
        tsa_url: str | None = None,
        tsa_ca: str | Path | None = None,
    ) -> list[Path]:
        """Write the state of the log into a folder, signed with an SSH key and time-stamped if asked.

        Raises:
            FactcheckError: the key cannot sign, or the time stamp is not valid.
        """
        from factcheck.desk import checkpoints

        return checkpoints.write(self._ctx, Path(folder), key=_path(key), tsa_url=tsa_url, tsa_ca=_path(tsa_ca))

    def bundle(
        self,
        article: ArticleLike,
        folder: str | Path,
        *,
        redact: bool = False,
        key: str | Path | None = None,
        tsa_url: str | None = None,
        tsa_ca: str | Path | None = None,
    ) -> Bundle:
        """Write an article's dossier into a new folder: it can be read and checked without this program.

        `redact` leaves out protected sources and contacts.
        """
        from factcheck.desk import bundles

        return bundles.write(
            self._ctx,
            self.article(article),
            Path(folder),
            redact=redact,
            key=_path(key),
            tsa_url=tsa_url,
            tsa_ca=_path(tsa_ca),
        )

    def merge(self, other: str | Path) -> Merged:
        """Take over the events of another person's file that this one lacks.

        Raises:
            DamagedError: the other file's log does not hold.
        """
        from factcheck.desk import merging

        return merging.merge(self._ctx, Path(other))

    def backup(self, target: str | Path) -> Path:
        """Copy the file into a new one while others work in it, whole as of one moment."""
        from factcheck.desk import keeping

        return keeping.backup(self._ctx, Path(target))

    @staticmethod
    def restore(backup: str | Path, target: str | Path) -> Path:
        """Put a backup in the place of a file that is gone or was moved away; the backup is checked first."""
        from factcheck.desk import keeping

        return keeping.restore(Path(backup), Path(target))

    @staticmethod
    def repair(damaged: str | Path, target: str | Path) -> Repaired:
        """Save every readable event and body of a damaged file into a new one, and say what is missing."""
        from factcheck.desk import keeping

        return keeping.repair(Path(damaged), Path(target))

    def renew(self, progress: Callable[[int, int], None] | None = None) -> Renewed:
        """Make the caches anew: the search indexes, and every capture's text, read again from its bytes."""
        from factcheck.desk import renewing

        return renewing.renew(self._ctx, progress)

    def compact(self, progress: Callable[[int, int], None] | None = None) -> Compacted:
        """Press what was archived since the last time, each body against one like it; `progress` as (done, total)."""
        from factcheck.desk import compacting

        return compacting.compact(self._ctx, progress)

    def host_sizes(self) -> list[HostSize]:
        """Return what each host's archived bodies take, the largest first."""
        from factcheck.desk import compacting

        return list(compacting.sizes(self._ctx))

    def export_captures(self, path: str | Path, article: ArticleLike = None) -> int:
        """Write captures (of one article's evidence, or all) to a .warc.gz or .wacz file; return how many.

        Raises:
            MissingExtraError: the extra `warc` is not installed.
        """
        from factcheck.desk import exchange

        found = self.article(article) if article is not None else None
        return exchange.export(self._ctx, Path(path), found)

    def import_captures(self, path: str | Path, *, problem: Callable[[str], None] | None = None) -> list[Stored]:
        """Take in the captures of a WARC or WACZ file; what is here already is not taken twice."""
        from factcheck.desk import exchange

        return exchange.import_archive(self._ctx, Path(path), problem=problem)


def _path(value: str | Path | None) -> Path | None:
    return Path(value) if value is not None else None
