import codecs

import pytest

from keurmerk.awards.reading import read_rows
from keurmerk.errors import Refused

SEMICOLONS = (
    "naam;e-mail;resultaat;datum\r\nFenna van der Veen;fenna@post.example;7,5;12-03-2026\r\n"
)
CELLS = {
    "name": "Fenna van der Veen",
    "email": "fenna@post.example",
    "student_number": "",
    "result": "7,5",
    "awarded_on": "12-03-2026",
}


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SEMICOLONS, "text"),
        (SEMICOLONS.encode(), "utf-8"),
        (codecs.BOM_UTF8 + SEMICOLONS.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + SEMICOLONS.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + SEMICOLONS.encode("utf-16-be"), "utf-16-be"),
        (SEMICOLONS.encode("utf-16-le"), "utf-16-le"),
        (SEMICOLONS.replace("Fenna", "José").encode("cp1252"), "windows-1252"),
    ],
)
def test_a_file_is_read_in_the_encoding_it_was_saved_in(data, encoding):
    table = read_rows(data)

    assert table.encoding == encoding
    assert [row.cells | {"name": CELLS["name"]} for row in table.rows] == [CELLS]
    assert table.headers == ["naam", "e-mail", "resultaat", "datum"]


def test_windows_1252_keeps_its_accents():
    table = read_rows("naam;mail\nJosé Muñoz;jose@post.example".encode("cp1252"))

    assert table.rows[0].cells["name"] == "José Muñoz"


@pytest.mark.parametrize(
    ("separator", "line"),
    [("\t", "Fenna van der Veen\tfenna@post.example\t7,5\t12-03-2026"), (",", None), (";", None)],
)
def test_the_separator_is_found(separator, line):
    header = separator.join(["Naam", "E-mailadres", "Cijfer", "Behaald op"])
    line = line or separator.join(CELLS[name] for name in ("name", "email")) + (
        separator + '"7,5"' + separator + "12-03-2026"
    )

    table = read_rows(f"{header}\n{line}")

    assert (table.separator, table.rows[0].cells) == (separator, CELLS)


def test_a_line_that_declares_the_separator_is_not_a_row():
    table = read_rows("sep=|\nnaam|mail\nJan|jan@post.example")

    assert (table.separator, [row.line for row in table.rows]) == ("|", [3])


def test_the_name_may_come_in_three_columns():
    table = read_rows(
        "Student number,Last name,Infix,First name,E-mail,Grade,Date\n"
        "2501234,Veen,van der,Fenna,fenna@post.example,7.5,2026-03-12"
    )

    assert table.rows[0].cells == {
        "name": "Fenna van der Veen",
        "email": "fenna@post.example",
        "student_number": "2501234",
        "result": "7.5",
        "awarded_on": "2026-03-12",
    }


def test_shuffled_renamed_and_extra_columns_are_accepted():
    table = read_rows(
        "Opmerking;Geboortedatum;Uitslagdatum;Eindcijfer;Modulenaam;Mail privé;Deelnemer;;\n"
        "x;01-01-1990;12-03-2026;7,5;BADS;fenna@post.example;Fenna van der Veen;;extra;meer"
    )

    assert table.rows[0].cells == CELLS


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Fenna van der Veen;fenna@post.example;7,5;12-03-2026", "Fenna van der Veen"),
        ("Fenna;Veen;fenna@post.example;7,5;12-03-2026", "Fenna Veen"),
        ("Fenna;van der;Veen;fenna@post.example;;12-03-2026", "Fenna van der Veen"),
        ("Fenna van der Veen;BADS;fenna@post.example;;12-03-2026", "Fenna van der Veen"),
        ("Fenna;a;b;c;fenna@post.example", "Fenna"),
        (";;fenna@post.example;Fenna", "Fenna"),
    ],
)
def test_without_column_names_the_cells_tell_what_they_are(line, name):
    table = read_rows(line)

    assert table.headers == []
    assert table.rows[0].cells["name"] == name
    assert table.rows[0].cells["email"] == "fenna@post.example"


def test_a_number_in_a_file_without_column_names_is_a_student_number():
    table = read_rows(
        "2501234;Fenna van der Veen;fenna@post.example\n;Jan Jansen;jan@post.example;8"
    )

    assert [row.cells["student_number"] for row in table.rows] == ["2501234", ""]
    assert [row.cells["result"] for row in table.rows] == ["", "8"]


def test_a_comma_and_a_line_break_inside_quotes_stay_in_one_row():
    text = (
        "naam,e-mail,opmerking\r\n"
        '"Veen, Fenna",fenna@post.example,"eerste\r\ntweede"\r\n'
        "Jan,jan@post.example,\r\n"
    )

    table = read_rows(text)

    assert [row.cells["name"] for row in table.rows] == ["Veen, Fenna", "Jan"]
    assert [row.line for row in table.rows] == [2, 4]
    assert table.rows[0].original == '"Veen, Fenna",fenna@post.example,"eerste\r\ntweede"'


def test_a_stray_quote_swallows_no_lines():
    table = read_rows('naam;mail\n"Jan;jan@post.example\n\nPiet;piet@post.example\n')

    assert [row.cells["name"] for row in table.rows] == ['"Jan', "Piet"]
    assert [row.original for row in table.rows] == [
        '"Jan;jan@post.example',
        "Piet;piet@post.example",
    ]


def test_cells_lose_only_what_nobody_can_see():
    table = read_rows("naam;mail\n\u200b Jan \u00a0 de\u202e Wit\u0301 ; jan@post.example")

    assert table.rows[0].cells["name"] == "Jan de Wit\u0301"


@pytest.mark.parametrize(
    "name",
    [
        "'t Hooft",
        "Işıl Öztürk",
        "İbrahim Yılmaz",
        "Nguyễn Thị Minh Khai",
        "IJsbrand Ĳzerman",
        "Suharto",
        "jonkheer Æneas van Nispen tot Sevenaer",
        "O’Neill",
        "میرزا علی\u200cاکبر",
    ],
)
def test_a_name_is_accepted_unchanged(name):
    table = read_rows(f"naam;mail\n{name};iemand@post.example")

    assert table.rows[0].cells["name"] == name


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("", "There are no lines"),
        (" \n\n;;\n", "There are no lines"),
        ("naam;e-mail\n", "no lines below"),
        (b"PK\x03\x04 and more", "This is a workbook"),
        (b"\xffna\x00am", "not a text file"),
        ("naam;stad\nJan;Delft", "Your columns are: naam, stad"),
        ("Jan;Delft\nPiet;Gouda", "could not tell which column"),
        ("x" * (20 * 1024 * 1024 + 1), "F04"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(data, why):
    with pytest.raises(Refused, match=why):
        read_rows(data)


def test_ten_thousand_lines_are_read_and_one_more_is_refused():
    lines = "\n".join(f"Naam {n};naam-{n}@post.example" for n in range(10_000))

    assert len(read_rows(f"naam;mail\n{lines}").rows) == 10_000
    with pytest.raises(Refused, match=r"10001 lines; at most 10000 .*F04"):
        read_rows(f"naam;mail\n{lines}\nNog een;nog@post.example")


@pytest.mark.parametrize("filler", ["\n", "\r", ";;\n"])
def test_a_file_of_empty_lines_is_refused_before_it_is_taken_apart(filler):
    with pytest.raises(Refused, match="too many lines"):
        read_rows("naam;mail\nJan;jan@post.example\n" + filler * 200_001)
