//! What she wrote, without what she answers: a mail program puts our own mail
//! below her words.

/// Her words without the quotation at their end: lines that begin with `>`, and
/// the line or two above them that announce it and end in a colon. Where
/// nothing would be left, or words of hers stand below or within, all is kept.
pub(crate) fn without_quotation(text: &str) -> &str {
    let lines: Vec<&str> = text.lines().collect();
    let is_quoted = |line: &str| line.trim_start().starts_with('>');
    let is_blank = |line: &str| line.trim().is_empty();
    let tail = lines.iter().rev().take_while(|line| is_quoted(line) || is_blank(line)).count();
    let mut kept = lines.len() - tail;
    if !lines.iter().skip(kept).any(|line| is_quoted(line)) {
        return text;
    }
    kept -= announcement(&lines[..kept]);
    if lines.iter().take(kept).all(|line| is_blank(line)) {
        return text;
    }
    let end = text.split_inclusive('\n').take(kept).map(str::len).sum();
    text.get(..end).unwrap_or(text).trim_end()
}

/// How many lines at the end announce a quotation: `On ..., X wrote:`, which
/// programs break in two.
fn announcement(lines: &[&str]) -> usize {
    let mut last = lines.iter().rev().take(2).take_while(|line| !line.trim().is_empty());
    match last.next() {
        Some(line) if line.trim_end().ends_with(':') => {
            let begins = |line: &str| line.contains('<') || line.contains('@') || line.contains(',');
            let broken = !begins(line) || !line.contains(char::is_numeric);
            1 + usize::from(broken && last.next().is_some_and(|above| begins(above)))
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations() {
        for (sent, hers) in [
            ("1\n\nOn Tue, 1 Dec 2026 at 10:00, <mahila@x> wrote:\n> 1. हिंसा\n> 2. पेंशन\n", "1"),
            ("1\r\n\r\nOn Tue, 1 Dec 2026 at 10:00, Mahila <mahila@x>\r\nwrote:\r\n\r\n> a\r\n>\r\n> b", "1"),
            ("हाँ\n\n1 दिस॰ 2026, 10:00 को <mahila@x> ने लिखा:\n> क्या हल हुआ?", "हाँ"),
            ("two\n> quoted", "two"),
            // Words below or between: nothing is cut.
            ("> क्या हल हुआ?\nनहीं", "> क्या हल हुआ?\nनहीं"),
            ("> a", "> a"),
            ("No quotation:\nnone", "No quotation:\nnone"),
            ("मेरी बात:\nउसने मारा", "मेरी बात:\nउसने मारा"),
            ("", ""),
        ] {
            assert_eq!(without_quotation(sent), hers, "{sent}");
        }
    }
}
