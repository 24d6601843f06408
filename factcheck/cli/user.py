"""`user list|add|link|token|remove`: the people who may sign in at the desk in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.cli import settings
from factcheck.cli.options import one_of, say
from factcheck.cli.rows import Column, Format, emit, listed
from factcheck.cli.text import inline

if TYPE_CHECKING:
    from factcheck.desk.people import People

app = typer.Typer(
    name="user", help="Say who may sign in at the desk in the browser.", rich_markup_mode=None, no_args_is_help=True
)

ROLES = ("viewer", "checker", "second", "editor")
ADDRESS = "http://127.0.0.1:8001"

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name that stands in the log.")]
Url = Annotated[str, typer.Option("--url", metavar="URL", help="Where the desk is served.")]


def people() -> People:
    """Return the people of this run's database."""
    from factcheck.desk.people import People

    with settings.reading() as desk:  # says in our words what is wrong with the file, if anything
        return People(desk.path)


def sign_in_link(everybody: People, name: str, url: str) -> str:
    """Return an address with which a person can sign in once, within a day."""
    return f"{url.rstrip('/')}/-/factcheck/sign-in?token={everybody.link(name)}"


@app.command("list")
@listed
def list_(*, out: Format) -> None:
    """List the people and their roles.

    \b
    Example:
      factcheck user list
    """
    found = [{"name": member.name, "role": str(member.role)} for member in people().everybody()]
    emit(found, (Column("name", "name"), Column("role", "role")), out, none="nobody yet; factcheck user add NAME")


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option("--role", "-r", metavar="ROLE", help=f"{', '.join(ROLES)}.")] = "checker",
    password: Annotated[bool, typer.Option("--password", help="Ask for a password too.")] = False,
    url: Url = ADDRESS,
) -> None:
    """Add a person, or give one another role, and print a link to sign in with.

    viewer: reads. checker: works on claims. second: signs off as well. editor: closes articles, passes
    gates, manages people. The link is good once, for a day.

    \b
    Example:
      factcheck user add "Dana Editor" --role editor
    """
    chosen = one_of(role, ROLES, "role")
    secret = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True) if password else None
    everybody = people()
    member = everybody.add(name, chosen, secret)
    say(f"{inline(member.name)} has the role {member.role}")
    print(inline(sign_in_link(everybody, member.name, url)))


@app.command()
def link(name: Name, url: Url = ADDRESS) -> None:
    """Print a new link with which a person can sign in once.

    \b
    Example:
      factcheck user link "Dana Editor"
    """
    print(inline(sign_in_link(people(), name, url)))


@app.command()
def token(
    name: Name,
    label: Annotated[str, typer.Option("--label", metavar="TEXT", help="What program it is for.")] = "command line",
) -> None:
    """Print a secret with which a program may act for a person.

    \b
    Example:
      factcheck user token ana --label "nightly recheck"
    """
    print(people().token(name, label))


@app.command()
def remove(name: Name) -> None:
    """Take a person off the desk; what they did stays in the log.

    \b
    Example:
      factcheck user remove ben
    """
    people().remove(name)
    print(f"{inline(name)} can no longer sign in")
