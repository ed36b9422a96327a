//! Charts as inline SVG: no script, no style attribute, and beside each the
//! same as a table. What is late differs from what is in time by its pattern
//! and its place, not by colour alone.

use maud::{Markup, html};

/// All charts are so wide, in the units of their own drawing: on the narrowest
/// telephone one unit is about one pixel.
const WIDTH: u64 = 360;
/// A bar with its label takes so much height.
const ROW: u64 = 38;
/// The height of the columns of a trend.
const TALL: u64 = 130;
/// Above and below the columns of a trend.
const MARGIN: u64 = 18;

/// What a chart is called and says.
pub(crate) struct Caption<'a> {
    /// Its id in the page.
    pub(crate) id: &'a str,
    /// Its name.
    pub(crate) title: &'a str,
    /// What it shows, in a sentence.
    pub(crate) desc: &'a str,
}

/// A bar lying: its name, how long, and how much of it is solid.
pub(crate) struct Bar {
    /// The name.
    pub(crate) name: String,
    /// Its length.
    pub(crate) all: u64,
    /// The part that is solid.
    pub(crate) solid: u64,
}

/// A month of a trend.
pub(crate) struct Column {
    /// The name below.
    pub(crate) name: String,
    /// A second line below that, where one begins.
    pub(crate) under: Option<String>,
    /// Registered: the hollow column.
    pub(crate) hollow: u64,
    /// Disposed in time: the solid one.
    pub(crate) solid: u64,
    /// Disposed late: striped, on top of the solid one.
    pub(crate) striped: u64,
}

/// How long something is drawn if `most` fills `room`.
fn scaled(number: u64, most: u64, room: u64) -> u64 {
    (number * room).checked_div(most).unwrap_or_default()
}

fn drawing(caption: &Caption<'_>, height: u64, content: &Markup) -> Markup {
    let (title, desc) = (format!("{}-t", caption.id), format!("{}-d", caption.id));
    html! {
        svg.chart role="img" aria-labelledby={ (title) " " (desc) } viewBox={ "0 0 " (WIDTH) " " (height) } {
            title id=(title) { (caption.title) }
            desc id=(desc) { (caption.desc) }
            (content)
        }
    }
}

/// Bars lying below each other, each with its name above and its number beside.
pub(crate) fn bars(caption: &Caption<'_>, bars: &[Bar]) -> Markup {
    let most = bars.iter().map(|bar| bar.all).max().unwrap_or_default();
    let room = WIDTH - 60;
    let content = html! {
        @for (place, bar) in (0_u64..).zip(bars) {
            @let top = place * ROW;
            @let (long, solid) = (scaled(bar.all, most, room), scaled(bar.solid, most, room));
            text x="0" y=(top + 14) { (bar.name) }
            rect.hollow x="1" y=(top + 19) width=(long) height="13" {}
            rect.solid x="1" y=(top + 19) width=(solid) height="13" {}
            text x=(long + 7) y=(top + 31) { (bar.all) }
        }
    };
    let rows = u64::try_from(bars.len()).unwrap_or_default();
    drawing(caption, rows * ROW + 4, &content)
}

/// Columns standing beside each other, two for each month.
pub(crate) fn trend(caption: &Caption<'_>, columns: &[Column]) -> Markup {
    let tallest = |column: &Column| column.hollow.max(column.solid + column.striped);
    let most = columns.iter().map(tallest).max().unwrap_or_default();
    let each = WIDTH / u64::try_from(columns.len()).unwrap_or(1).max(1);
    let (floor, wide) = (MARGIN + TALL, (each * 2 / 5).max(1));
    let content = html! {
        pattern id="late" width="4" height="4" patternUnits="userSpaceOnUse" {
            rect width="4" height="4" fill="#fff" {}
            rect width="4" height="2" fill="#a30000" {}
        }
        line x1="0" y1=(floor) x2=(WIDTH) y2=(floor) stroke="#111" {}
        text x="0" y="12" { (most) }
        line x1="0" y1=(MARGIN) x2=(WIDTH) y2=(MARGIN) stroke="#777" stroke-dasharray="2 4" {}
        @for (place, column) in (0_u64..).zip(columns) {
            @let left = place * each + 2;
            @let hollow = scaled(column.hollow, most, TALL);
            @let (solid, late) = (scaled(column.solid, most, TALL), scaled(column.striped, most, TALL));
            rect.hollow x=(left) y=(floor - hollow) width=(wide) height=(hollow) {}
            rect.solid x=(left + wide + 1) y=(floor - solid) width=(wide) height=(solid) {}
            rect.striped x=(left + wide + 1) y=(floor.saturating_sub(solid + late)) width=(wide) height=(late) fill="url(#late)" {}
            text.small x=(left + 4) y=(floor + 13) { (column.name) }
            @if let Some(under) = &column.under { text.small x=(left) y=(floor + 26) { (under) } }
        }
    };
    drawing(caption, floor + 2 * MARGIN, &content)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAPTION: Caption<'static> = Caption { id: "c", title: "<t>", desc: "d" };

    #[test]
    fn nothing_is_drawn_beyond_its_room_and_names_are_escaped() {
        let column =
            |hollow, solid, striped| Column { name: "11".into(), under: None, hollow, solid, striped };
        let drawn = trend(&CAPTION, &[column(0, 0, 0), column(7, 3, 5), column(8, 8, 0)]).into_string();
        assert!(drawn.contains("role=\"img\"") && drawn.contains("&lt;t&gt;"), "{drawn}");
        assert!(drawn.contains("height=\"130\"") && !drawn.contains("style="), "{drawn}");
        let drawn = bars(&CAPTION, &[Bar { name: "<b>".into(), all: 9, solid: 3 }]).into_string();
        assert!(drawn.contains("width=\"300\"") && drawn.contains("width=\"100\""), "{drawn}");
        assert!(drawn.contains("&lt;b&gt;"), "{drawn}");
    }

    #[test]
    fn an_empty_chart_is_one() {
        assert!(bars(&CAPTION, &[]).into_string().contains("<svg"));
        assert!(trend(&CAPTION, &[]).into_string().contains("<svg"));
    }
}
