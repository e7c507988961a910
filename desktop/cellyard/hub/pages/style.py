"""The style sheet of the network page, made of the tokens that every screen is drawn with."""

import tomllib
from functools import cache
from typing import Any

from cellyard import files

_SHEET = """
:root { color-scheme: light dark; %(light)s }
@media (prefers-color-scheme: dark) { :root { %(dark)s } }
* { box-sizing: border-box }
html { font: 400 16px/1.5 %(sans)s; background: var(--background); color: var(--text);
  -webkit-text-size-adjust: 100%% }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column }
:focus-visible { outline: 3px solid var(--accent-line); outline-offset: 2px }
a { color: var(--accent-line) }
h1 { overflow-wrap: anywhere; font-size: 28px; line-height: 34px; font-weight: 600; margin: 0 }
h2 { font-size: 20px; line-height: 28px; font-weight: 600; margin: 0 }
p { margin: 0 }
code, .mono { font-family: %(mono)s; font-size: .94em }
.skip { position: absolute; left: -9999px }
.skip:focus { left: 16px; top: 8px; background: var(--raised); padding: 8px 12px }
header { background: var(--raised); border-bottom: 3px solid var(--accent-line) }
.bar { max-width: 1200px; margin: 0 auto; padding: 0 24px; min-height: 64px; display: flex;
  flex-wrap: wrap; align-items: center; gap: 4px 24px }
.brand { font-weight: 600; font-size: 18px; color: var(--text); text-decoration: none;
  padding: 10px 0; margin-right: auto }
nav { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: center }
.bar > .plain { order: 1; padding-left: 20px }
nav a, .plain { color: var(--text-muted); text-decoration: none; padding: 10px 0; font: inherit;
  background: none; border: 0; cursor: pointer; display: inline-block }
nav a:hover, .plain:hover { color: var(--text); text-decoration: underline }
nav a[aria-current] { color: var(--text); font-weight: 600;
  box-shadow: inset 0 -3px var(--accent-line) }
main { width: 100%%; max-width: 1200px; margin: 0 auto; padding: 32px 24px 64px; flex: 1;
  display: grid; gap: 24px; align-content: start }
main.narrow { max-width: 640px }
main.wide { max-width: 1200px }
footer { color: var(--text-muted); font-size: 14px; padding: 16px 24px; text-align: center }
.lead + .lead { margin-top: 0 }
.lead { color: var(--text-muted); margin-top: 4px }
.card { background: var(--surface); border-radius: 8px; padding: 20px 24px; min-width: 0 }
.card > h2 { margin-bottom: 12px; display: flex; justify-content: space-between; gap: 12px }
.card > h2 span { font-weight: 400; font-size: 14px; color: var(--text-muted) }
.two { display: grid; gap: 24px; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) }
.figures { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); background:
  var(--surface); border-radius: 8px }
.figure { padding: 16px 24px 20px; border-left: 1px solid var(--line) }
.figure:first-child { border-left: 0 }
.figure b { display: block; font-size: 44px; line-height: 52px; font-weight: 600;
  font-variant-numeric: proportional-nums }
.figure b small { font-size: 20px; font-weight: 400; color: var(--text-muted) }
.figure span { display: block; color: var(--text-muted); font-size: 14px; line-height: 20px }
.figure span:first-child { color: var(--text); font-size: 16px }
table { width: 100%%; border-collapse: collapse; font-variant-numeric: tabular-nums }
caption { text-align: left }
th { text-align: left; font-weight: 400; font-size: 14px; color: var(--text-muted);
  padding: 6px 12px 6px 0; vertical-align: bottom }
td { padding: 10px 12px 10px 0; border-top: 1px solid var(--line); vertical-align: top;
  overflow-wrap: anywhere }
td:last-child, th:last-child { padding-right: 0 }
td.right, th.right { text-align: right }
td small { display: block; color: var(--text-muted); font-size: 14px; line-height: 20px }
tfoot td { font-weight: 600 }
.list { list-style: none; margin: 0; padding: 0 }
.list li { display: grid; grid-template-columns: 24px 1fr auto; gap: 2px 12px; padding: 10px 0;
  border-top: 1px solid var(--line); align-items: start }
.list li:first-child { border-top: 0 }
.list small { display: block; color: var(--text-muted); font-size: 14px; line-height: 20px }
.list .when { color: var(--text-muted); font-size: 14px; line-height: 24px; white-space: nowrap }
.shape { width: 20px; height: 20px; display: block; margin-top: 2px }
.shape .ink { fill: currentColor }
.shape-stop { color: var(--stop-solid) } .shape-stop .on { fill: var(--stop-on-solid) }
.shape-caution { color: var(--caution-solid) } .shape-caution .on { fill: var(--caution-on-solid) }
.shape-info { color: var(--info-solid) } .shape-info .on { fill: var(--info-on-solid) }
.inline .shape { display: inline-block; vertical-align: -4px; margin: 0 6px 0 0 }
.quiet { color: var(--text-muted) }
.nothing { color: var(--text-muted); padding: 8px 0 }
.said { border-radius: 8px; padding: 16px 20px; display: grid; grid-template-columns: 28px 1fr;
  gap: 4px 12px; align-items: start }
.said .shape { width: 24px; height: 24px; margin: 0 }
.said p { grid-column: 2 }
.stop { background: var(--stop-tint); color: var(--stop-on-tint) }
.caution { background: var(--caution-tint); color: var(--caution-on-tint) }
.ok { background: var(--surface) }
.info { background: var(--info-tint); color: var(--info-on-tint) }
form { margin: 0 }
.fields { display: grid; gap: 20px }
label { display: grid; gap: 6px; font-weight: 400 }
label > span { color: var(--text-muted); font-size: 14px }
input, select, textarea { font: inherit; color: var(--text); background: var(--raised);
  border: 2px solid var(--outline); border-radius: 4px; min-height: 44px; padding: 8px 12px;
  width: 100%% }
textarea { min-height: 140px; font-family: %(mono)s; font-size: 14px }
input[type=checkbox] { width: 24px; min-height: 24px; height: 24px; margin: 0; flex: none;
  accent-color: var(--accent) }
.tick { display: flex; gap: 12px; align-items: center; color: var(--text) }
.tick > span { color: var(--text); font-size: 16px }
.wrong input, .wrong select, input.wrong, select.wrong { border-color: var(--stop-mark) }
.problem { color: var(--stop-on-tint); background: var(--stop-tint); border-radius: 4px;
  padding: 6px 10px; font-size: 14px; line-height: 20px }
.doubt { color: var(--caution-on-tint); background: var(--caution-tint); border-radius: 4px;
  padding: 6px 10px; font-size: 14px; line-height: 20px }
.next { display: flex; flex-wrap: wrap; gap: 12px 24px; align-items: center;
  justify-content: flex-end }
button, .button { font: inherit; font-weight: 600; cursor: pointer; border-radius: 6px;
  min-height: 44px; padding: 8px 18px; border: 2px solid var(--outline); background: var(--raised);
  color: var(--text); text-decoration: none; display: inline-block }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent);
  min-height: 60px; padding: 12px 32px; font-size: 20px }
.primary:active, .primary:hover { background: var(--accent-pressed);
  border-color: var(--accent-pressed) }
td button { font-weight: 400; min-height: 40px; padding: 4px 12px; white-space: nowrap }
dl { display: grid; grid-template-columns: minmax(110px, 180px) 1fr; gap: 10px 20px; margin: 0 }
dt { color: var(--text-muted) }
dd { margin: 0; overflow-wrap: anywhere }
.code { font-family: %(mono)s; font-size: 15px; background: var(--raised); border-radius: 4px;
  padding: 12px 16px; overflow-wrap: anywhere; display: block; user-select: all }
.qr { width: 200px; height: 200px; background: #fff; padding: 10px; border-radius: 8px;
  display: block }
.lines td { vertical-align: middle }
.lines input, .lines select { min-height: 40px; padding: 4px 8px }
.lines td.kg { width: 120px }
.lines td.choice { width: 220px }
.day { max-width: 260px }
.announce td { padding: 6px 8px 6px 0; border-top: 0 }
.announce .w-code { width: 30%% } .announce .w-number { width: 100px }
@media (max-width: 720px) {
  .bar { padding: 0 16px; column-gap: 20px }
  nav { order: 2; flex-basis: 100%% }
  .brand { padding: 12px 0 4px }
  main { padding: 24px 16px 48px; gap: 16px }
  h1 { overflow-wrap: anywhere; font-size: 24px; line-height: 30px }
  .two { grid-template-columns: minmax(0, 1fr); gap: 16px }
  .card { padding: 16px }
  .figures { grid-template-columns: 1fr 1fr }
  .figure { padding: 12px 16px }
  .figure:nth-child(odd) { border-left: 0 }
  .figure:nth-child(n + 3) { border-top: 1px solid var(--line) }
  .figure b { font-size: 34px; line-height: 42px }
  .stacks thead { position: absolute; left: -9999px }
  .stacks tr { display: block; padding: 10px 0; border-top: 1px solid var(--line) }
  .stacks tbody tr:first-child { border-top: 0 }
  .stacks td, .stacks td.kg, .stacks td.choice { display: grid; width: auto;
    grid-template-columns: 112px 1fr; gap: 12px; padding: 3px 0; border: 0; text-align: left }
  .stacks td::before { content: attr(data-label); color: var(--text-muted); font-size: 14px }
  .stacks td:not([data-label]) { grid-template-columns: 1fr }
  .stacks td:not([data-label])::before { content: none }
  .announce tr { padding: 16px 0 }
  dl { grid-template-columns: 1fr; gap: 2px }
  dd { margin-bottom: 10px }
  .next { justify-content: stretch }
  .next .primary { width: 100%% }
  footer { padding: 16px }
}
@media print {
  :root { %(light)s }
  html { font-size: 12px; background: #fff }
  nav, .next, footer, .skip, td form { display: none }
  header { border-bottom-width: 1px }
  .card, .figures { background: none; border: 1px solid var(--line); break-inside: avoid }
  main { padding: 16px 0; gap: 12px; max-width: none }
}
"""
_STATES = ("stop", "caution", "ok", "info")


@cache
def sheet() -> bytes:
    """Return the style sheet."""
    tokens = tomllib.loads(files.text("style/tokens.toml"))
    said = {
        "light": _variables(tokens, "light"),
        "dark": _variables(tokens, "dark"),
        "sans": _fonts(tokens["type"]["sans"]),
        "mono": _fonts(tokens["type"]["mono"]),
    }
    return (_SHEET % said).encode()


def _variables(tokens: dict[str, Any], theme: str) -> str:
    colours: dict[str, str] = dict(tokens["colour"][theme])
    for state in _STATES:
        for role in ("tint", "on_tint", "mark", "solid", "on_solid"):
            colours[f"{state}_{role}"] = tokens["state"][theme][state][role]
    return "; ".join(f"--{n.replace('_', '-')}: {v}" for n, v in colours.items())


def _fonts(names: list[str]) -> str:
    return ", ".join(f'"{n}"' if " " in n else n for n in names)
