//! What she wrote, without what she answers: a mail program puts our own mail
//! below her words.

/// Her words without the quotation at their end: lines that begin with `>`, and
/// the line or two above them that announce it and end in a colon. Where
/// nothing would be left, or words of hers stand below or within, all is kept.
///
/// Programs that mark no line put the headers of our mail (`ours` is its sender)
/// above it: what follows those is ours too.
pub(crate) fn without_quotation<'a>(text: &'a str, ours: &str) -> &'a str {
    let lines: Vec<&str> = text.lines().collect();
    if let Some(kept) = headers_of_ours(&lines, ours) {
        return first_lines(text, kept);
    }
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
    first_lines(text, kept)
}

fn first_lines(text: &str, kept: usize) -> &str {
    let end = text.split_inclusive('\n').take(kept).map(str::len).sum();
    text.get(..end).unwrap_or(text).trim_end()
}

/// Where the headers of our mail begin, below words of hers: a line with our
/// address, and within the next four one with a subject (`From`, `Sent`, `To`,
/// `Subject`, as Outlook writes them in English; a rule may stand above).
fn headers_of_ours(lines: &[&str], ours: &str) -> Option<usize> {
    let begins = |line: &str| line.trim_start().starts_with("From:") && line.to_lowercase().contains(ours);
    let at = lines.iter().position(|line| begins(line))?;
    let has_subject = lines.iter().skip(at + 1).take(4).any(|line| line.trim_start().starts_with("Subject:"));
    let is_rule = |line: &str| line.trim().chars().all(|c| c == '_' || c == '-') && !line.trim().is_empty();
    let at = if at > 0 && is_rule(lines[at - 1]) { at - 1 } else { at };
    let own = lines.iter().take(at).any(|line| !line.trim().is_empty());
    (has_subject && own).then_some(at)
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
            (
                "2\n\n________________\nFrom: Mahila <Mahila@X.in>\nSent: Tuesday\nTo: s@y\nSubject: Re: p\n\n1. हिंसा",
                "2",
            ),
            ("2\nFrom: mahila@x.in\nTo: s@y\nSubject: p\nour words", "2"),
            ("From: mahila@x.in\nSubject: p\nforwarded", "From: mahila@x.in\nSubject: p\nforwarded"),
            ("2\nFrom: him@x.in\nSubject: threat", "2\nFrom: him@x.in\nSubject: threat"),
            ("From: mahila@x.in I got no answer", "From: mahila@x.in I got no answer"),
        ] {
            assert_eq!(without_quotation(sent, "mahila@x.in"), hers, "{sent}");
        }
    }
}
