//! Which rows are drawn, and where: pure arithmetic in CSS pixels.

use crate::ui::hooks::Size;

/// Rows drawn beyond each edge of the view, so that a short scroll needs nothing new.
const OVERSCAN: u64 = 8;

/// The window moves in steps of so many rows, so that most scroll events change nothing.
const STEP: u64 = 8;

/// More rows are never drawn, even when the style sheet did not arrive and the table is as high as all its rows.
const MOST_DRAWN: u64 = 240;

/// No element is made higher: browsers cap heights, the lowest cap being about 17.8 million pixels. Tables that need
/// more are scrolled in proportion.
const MAX_HEIGHT: u64 = 16_000_000;

/// A run of rows and how far down it is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Window {
    /// The first row drawn.
    pub(crate) first: u32,
    /// One past the last row drawn.
    pub(crate) end: u32,
    /// The distance from the top of the body to the first row.
    pub(crate) shift: u32,
}

impl Window {
    /// The window at a scroll position. Before the first measure it holds a handful of rows.
    pub(crate) fn at(scroll: u32, size: Size, shown: u32) -> Self {
        let scale = Scale::new(size, shown);
        let top = scale.to_rows(u64::from(scroll));
        let row = top / scale.row;
        let first = row.saturating_sub(OVERSCAN) / STEP * STEP;
        let last = (row + scale.view / scale.row + 2 + OVERSCAN).div_ceil(STEP) * STEP;
        let last = last.min(first + MOST_DRAWN);
        let shift = if scale.is_true() {
            first * scale.row
        } else {
            u64::from(scroll).saturating_sub(top.saturating_sub(first * scale.row))
        };
        Self { first: narrow(first).min(shown), end: narrow(last).min(shown), shift: narrow(shift) }
    }
}

/// The height of the body.
pub(crate) fn height(size: Size, shown: u32) -> u32 {
    narrow(Scale::new(size, shown).height())
}

/// Where to scroll so that a row is wholly in view; `None` when it is already.
pub(crate) fn scroll_to(row: u32, scroll: u32, size: Size, shown: u32) -> Option<u32> {
    let scale = Scale::new(size, shown);
    let now = scale.to_rows(u64::from(scroll));
    let top = u64::from(row) * scale.row;
    let target = if top < now {
        top
    } else if top + scale.row > now + scale.view {
        (top + scale.row).saturating_sub(scale.view)
    } else {
        return None;
    };
    Some(narrow(scale.to_scroll(target)))
}

/// How many rows a page key moves by.
pub(crate) fn page(size: Size) -> u32 {
    (size.view / size.row.max(1)).saturating_sub(1).max(1)
}

/// The relation between scroll positions and places in the full list of rows.
struct Scale {
    row: u64,
    view: u64,
    full: u64,
}

impl Scale {
    fn new(size: Size, shown: u32) -> Self {
        let row = u64::from(size.row.max(1));
        Self { row, view: u64::from(size.view), full: row * u64::from(shown) }
    }

    fn height(&self) -> u64 {
        self.full.min(MAX_HEIGHT)
    }

    fn is_true(&self) -> bool {
        self.full <= MAX_HEIGHT
    }

    fn to_rows(&self, scroll: u64) -> u64 {
        if self.is_true() { scroll } else { scroll * self.travel(self.full) / self.travel(self.height()) }
    }

    fn to_scroll(&self, place: u64) -> u64 {
        if self.is_true() {
            place
        } else {
            (place * self.travel(self.height())).div_ceil(self.travel(self.full))
        }
    }

    fn travel(&self, height: u64) -> u64 {
        height.saturating_sub(self.view).max(1)
    }
}

fn narrow(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Window, height, page, scroll_to};
    use crate::ui::hooks::Size;

    const SIZE: Size = Size { view: 720, row: 36 };

    fn check(scroll: u32, shown: u32, first: u32, end: u32, shift: u32) {
        assert_eq!(Window::at(scroll, SIZE, shown), Window { first, end, shift });
    }

    #[test]
    fn windows_cover_the_view() {
        check(0, 0, 0, 0, 0);
        check(0, 5, 0, 5, 0);
        check(0, 10_000, 0, 32, 0);
        check(36 * 7, 10_000, 0, 40, 0);
        check(36 * 16, 10_000, 8, 48, 8 * 36);
        check(36 * 9_980, 10_000, 9_968, 10_000, 9_968 * 36);
        // A scroll position left over from a longer list.
        check(36 * 9_980, 3, 3, 3, 9_968 * 36);
    }

    #[test]
    fn an_unmeasured_table_draws_a_handful() {
        let window = Window::at(0, Size::default(), 50_000);
        assert!(window.end <= 16);
    }

    #[test]
    fn a_table_without_style_does_not_draw_everything() {
        let window = Window::at(0, Size { view: 2_000_000, row: 0 }, 50_000);
        assert_eq!((window.first, window.end), (0, 240));
    }

    fn check_scroll(row: u32, scroll: u32, shown: u32, want: Option<u32>) {
        assert_eq!(scroll_to(row, scroll, SIZE, shown), want);
    }

    #[test]
    fn scrolling_moves_no_further_than_needed() {
        check_scroll(0, 0, 100, None);
        check_scroll(19, 0, 100, None);
        check_scroll(20, 0, 100, Some(36));
        check_scroll(3, 720, 100, Some(108));
        check_scroll(99_999, 0, 100_000, Some(100_000 * 36 - 720));
    }

    #[test]
    fn beyond_the_cap_both_ends_are_reached() {
        let shown = 1_000_000;
        assert_eq!(height(SIZE, shown), 16_000_000);
        let end = scroll_to(shown - 1, 0, SIZE, shown).expect("out of view");
        assert_eq!(end, 16_000_000 - 720);
        let window = Window::at(end, SIZE, shown);
        assert_eq!(window.end, shown);
        assert_eq!(u64::from(window.shift) + u64::from(window.end - window.first) * 36, 16_000_000);
        assert_eq!(Window::at(0, SIZE, shown).first, 0);
    }

    #[test]
    fn a_page_is_never_nothing() {
        for (size, rows) in [(SIZE, 19), (Size { view: 40, row: 36 }, 1), (Size::default(), 1)] {
            assert_eq!(page(size), rows);
        }
    }
}
