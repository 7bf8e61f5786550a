//! What a key means in the table: pure, so that every key is a test case.

/// What the keyboard stands on. The table is one tab stop; the browser's focus stays on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A row, counted from 0.
    Row(u32),
    /// A cell of a row: the row, and the place of its column in the head, counted from 1.
    Cell(u32, usize),
    /// A head cell: 0 is the check box, then the columns.
    Head(usize),
}

impl Place {
    /// A cell, or the row as a whole when `cell` is 0.
    pub(crate) fn in_row(row: u32, cell: usize) -> Self {
        if cell == 0 { Self::Row(row) } else { Self::Cell(row, cell) }
    }

    /// The row, and the cell in it; 0 is the row as a whole.
    pub(crate) fn row(self) -> Option<(u32, usize)> {
        match self {
            Self::Row(row) => Some((row, 0)),
            Self::Cell(row, cell) => Some((row, cell)),
            Self::Head(_) => None,
        }
    }
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Stand there.
    Go(Place),
    /// Tick or untick the row.
    Toggle,
    /// Select from the last ticked row to this one.
    Extend,
    /// Select all shown rows.
    SelectAll,
    /// Show the row's details.
    Open,
    /// Edit the cell in this column, counted from 1.
    Edit(usize),
    /// Close the details.
    Close,
    /// Press this head cell.
    Press(usize),
}

/// A key press.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<'a> {
    /// The browser's name for it.
    pub(crate) name: &'a str,
    /// Whether Shift is held.
    pub(crate) shift: bool,
    /// Whether Ctrl or ⌘ is held.
    pub(crate) control: bool,
}

/// What the table is when a key is pressed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ground {
    /// What the keyboard stands on.
    pub(crate) place: Place,
    /// How many rows there are.
    pub(crate) shown: u32,
    /// How many rows a page key moves by.
    pub(crate) page: u32,
    /// How many columns there are.
    pub(crate) columns: usize,
    /// Whether the head can be seen.
    pub(crate) has_head: bool,
}

/// The meaning of a key, or `None` when it is not for the table.
pub(crate) fn act(key: Key<'_>, ground: Ground) -> Option<Act> {
    if key.control && key.name.eq_ignore_ascii_case("a") {
        return Some(Act::SelectAll);
    }
    if key.name == "Escape" {
        return Some(Act::Close);
    }
    match ground.place {
        Place::Row(row) => on_row(key, row, 0, ground),
        Place::Cell(row, cell) => on_row(key, row, cell, ground),
        Place::Head(cell) => on_head(key.name, cell, ground),
    }
}

/// On a cell, or on the row as a whole when `cell` is 0.
fn on_row(key: Key<'_>, row: u32, cell: usize, ground: Ground) -> Option<Act> {
    let last = ground.shown.saturating_sub(1);
    let at = |row: u32, cell: usize| Some(Act::Go(Place::in_row(row.min(last), cell)));
    let go = |row: u32| at(row, cell);
    match key.name {
        "ArrowUp" if row == 0 && ground.has_head => Some(Act::Go(Place::Head(cell))),
        "ArrowUp" => go(row.saturating_sub(1)),
        "ArrowDown" => go(row.saturating_add(1)),
        "ArrowLeft" => at(row, cell.saturating_sub(1)),
        "ArrowRight" => at(row, (cell + 1).min(ground.columns)),
        "PageUp" => go(row.saturating_sub(ground.page)),
        "PageDown" => go(row.saturating_add(ground.page)),
        "Home" => go(0),
        "End" => go(last),
        " " if key.shift => Some(Act::Extend),
        " " => Some(Act::Toggle),
        "F2" => Some(Act::Edit(cell.max(1))),
        "Enter" if cell == 0 => Some(Act::Open),
        "Enter" => Some(Act::Edit(cell)),
        _ => None,
    }
}

fn on_head(name: &str, cell: usize, ground: Ground) -> Option<Act> {
    let head = |cell: usize| Some(Act::Go(Place::Head(cell.min(ground.columns))));
    match name {
        "ArrowLeft" => head(cell.saturating_sub(1)),
        "ArrowRight" => head(cell + 1),
        "Home" => head(0),
        "End" => head(ground.columns),
        "ArrowDown" | "PageDown" if ground.shown > 0 => Some(Act::Go(Place::Row(0))),
        " " | "Enter" => Some(Act::Press(cell)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Act, Ground, Key, Place, act};

    const SHIFT: (bool, bool) = (true, false);
    const CONTROL: (bool, bool) = (false, true);
    const PLAIN: (bool, bool) = (false, false);

    fn check(name: &str, (shift, control): (bool, bool), place: Place, want: Option<Act>) {
        let ground = Ground { place, shown: 100, page: 20, columns: 10, has_head: true };
        assert_eq!(act(Key { name, shift, control }, ground), want, "{name} on {place:?}");
    }

    #[test]
    fn keys_on_rows() {
        let go = |row| Some(Act::Go(Place::Row(row)));
        check("ArrowDown", PLAIN, Place::Row(0), go(1));
        check("ArrowDown", PLAIN, Place::Row(99), go(99));
        check("ArrowUp", PLAIN, Place::Row(1), go(0));
        check("ArrowUp", PLAIN, Place::Row(0), Some(Act::Go(Place::Head(0))));
        check("PageDown", PLAIN, Place::Row(90), go(99));
        check("PageUp", PLAIN, Place::Row(5), go(0));
        check("Home", PLAIN, Place::Row(50), go(0));
        check("Home", CONTROL, Place::Row(50), go(0));
        check("End", PLAIN, Place::Row(50), go(99));
        check("End", CONTROL, Place::Row(50), go(99));
        check(" ", PLAIN, Place::Row(3), Some(Act::Toggle));
        check(" ", SHIFT, Place::Row(3), Some(Act::Extend));
        check("Enter", PLAIN, Place::Row(3), Some(Act::Open));
        check("F2", PLAIN, Place::Row(3), Some(Act::Edit(1)));
        check("Escape", PLAIN, Place::Row(3), Some(Act::Close));
        check("a", CONTROL, Place::Row(3), Some(Act::SelectAll));
        check("A", CONTROL, Place::Head(3), Some(Act::SelectAll));
        check("a", PLAIN, Place::Row(3), None);
        check("Tab", PLAIN, Place::Row(3), None);
    }

    #[test]
    fn keys_on_cells() {
        let cell = |row, cell| Some(Act::Go(Place::Cell(row, cell)));
        check("ArrowRight", PLAIN, Place::Row(3), cell(3, 1));
        check("ArrowRight", PLAIN, Place::Cell(3, 1), cell(3, 2));
        check("ArrowRight", PLAIN, Place::Cell(3, 10), cell(3, 10));
        check("ArrowLeft", PLAIN, Place::Cell(3, 1), Some(Act::Go(Place::Row(3))));
        check("ArrowLeft", PLAIN, Place::Row(3), Some(Act::Go(Place::Row(3))));
        check("ArrowDown", PLAIN, Place::Cell(3, 4), cell(4, 4));
        check("End", PLAIN, Place::Cell(3, 4), cell(99, 4));
        check("ArrowUp", PLAIN, Place::Cell(0, 4), Some(Act::Go(Place::Head(4))));
        check("Enter", PLAIN, Place::Cell(3, 4), Some(Act::Edit(4)));
        check("F2", PLAIN, Place::Cell(3, 4), Some(Act::Edit(4)));
        check(" ", PLAIN, Place::Cell(3, 4), Some(Act::Toggle));
    }

    #[test]
    fn keys_on_the_head() {
        let head = |cell| Some(Act::Go(Place::Head(cell)));
        check("ArrowRight", PLAIN, Place::Head(0), head(1));
        check("ArrowRight", PLAIN, Place::Head(10), head(10));
        check("ArrowLeft", PLAIN, Place::Head(0), head(0));
        check("End", PLAIN, Place::Head(0), head(10));
        check("Home", PLAIN, Place::Head(4), head(0));
        check("ArrowDown", PLAIN, Place::Head(4), Some(Act::Go(Place::Row(0))));
        check("Enter", PLAIN, Place::Head(4), Some(Act::Press(4)));
        check(" ", PLAIN, Place::Head(0), Some(Act::Press(0)));
        check("ArrowUp", PLAIN, Place::Head(4), None);
    }

    #[test]
    fn an_empty_or_headless_table_stays_put() {
        let ground = Ground { place: Place::Row(0), shown: 0, page: 1, columns: 10, has_head: false };
        let key = |name| Key { name, shift: false, control: false };
        for name in ["ArrowUp", "ArrowDown", "Home", "End", "PageDown", "PageUp"] {
            assert_eq!(act(key(name), ground), Some(Act::Go(Place::Row(0))), "{name}");
        }
        assert_eq!(act(key("ArrowDown"), Ground { place: Place::Head(1), has_head: true, ..ground }), None);
    }
}
