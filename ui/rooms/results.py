"""What a class answered, to take home: every question that was asked, as CSV and as a page to print."""

import csv
import io
from datetime import datetime
from html import escape

from core.number_of import number_of
from ui.rooms.room import HOURS
from ui.rooms.rooms import store
from ui.rooms.scene import lesson_of
from ui.words.markup import plain

_STYLE = (
    "body { font: 15px/1.45 sans-serif; margin: 2rem; } h2 { font-size: 1.1rem; margin-bottom: 0; } p { margin: .25rem 0; }"
    " section { break-inside: avoid; } td { padding: 2px 12px 2px 0; } .so { font-weight: 700; } .bar { color: #0072b2; font-size: 9px; }"
)


def rows(room, tally):
    """(step, scene, round, answer in words, how many gave it, whether it is so): of every question all choices, and of marked
    depths those that somebody marked and the true one. tally: as ui.rooms.store.Store.tally."""
    scenes, found = lesson_of(room).scenes, []
    for (step, round), counts in sorted(tally.items()):
        scene = scenes[step - 1]
        answers = sorted({*counts, scene.truth}) if scene.mark_depth else range(len(scene.choices))
        for value in answers:
            words = f"depth {value}" if scene.mark_depth else scene.choices[value]
            found.append((step, scene, round, words, counts.get(value, 0), value == scene.truth))
    return found


def as_csv(code):
    """The answers of a room as CSV. Raises ui.rooms.room.Refused."""
    room, tally, text = store().find(code), store().tally(code), io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["scene", "title", "question", "round", "answer", "phones", "true"])
    for step, scene, round, words, count, so in rows(room, tally):
        writer.writerow([step, scene.title, scene.question, round, words, count, "yes" if so else "no"])
    return text.getvalue()


def as_page(code):
    """The answers of a room as one page to print. Raises ui.rooms.room.Refused."""
    room = store().find(code)
    return page(room, store().counts(code).phones, store().tally(code))


def page(room, phones, tally):
    """HTML of that page. phones: how many have joined."""
    parts, last = [], None
    for step, scene, round, words, count, so in rows(room, tally):
        if (step, round) != last:
            again = " (after discussion)" if round > 1 else ""
            answered = sum(tally[step, round].values())
            said = (
                ""
                if answered == phones
                else f"<p>{number_of(answered, 'phone') if answered else 'Nobody'} answered.</p>"
            )
            head = f"<h2>{step}. {escape(scene.title)}{again}</h2><p>{plain(scene.question)}</p>{said}"
            parts.append([head])
            last = (step, round)
        kind, mark = (" class=so", "✓") if so else ("", "")
        bar = "▇" * min(count, 60)
        parts[-1].append(
            f"<tr{kind}><td>{mark}</td><td>{escape(words)}</td><td>{count}</td><td class=bar>{bar}</td></tr>"
        )
    body = "".join(f"<section>{head}<table>{''.join(lines)}</table></section>" for head, *lines in parts)
    left = [str(step) for step in range(1, len(lesson_of(room).scenes) + 1) if not any(step == at for at, _ in tally)]
    if left:
        body += f"<p>Not asked: {'scene' if len(left) == 1 else 'scenes'} {', '.join(left)}.</p>"
    title, began = escape(lesson_of(room).title), datetime.fromtimestamp(room.until - HOURS * 3600)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style><h1>{title}</h1>'
        f"<p>Room {room.code}, {began.day} {began:%B %Y}, {number_of(phones, 'phone')} joined: what the class answered. ✓ marks what is so.</p>"
        f"{body}</html>"
    )
