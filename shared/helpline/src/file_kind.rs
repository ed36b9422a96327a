//! What a file is, by its content: neither the provider's word nor a name
//! counts. The kinds that are shown are few; each is looked for by itself, so
//! that no reader of rarer formats ever sees a hostile file.

use domain::media::FileKind;
use infer::{archive, audio, image, video};

/// A kind, and what its content looks like.
type Looks = (FileKind, fn(&[u8]) -> bool);

/// In this order: what is both is the former.
const KINDS: [Looks; 14] = [
    (FileKind::Jpeg, image::is_jpeg),
    (FileKind::Png, image::is_png),
    (FileKind::Webp, image::is_webp),
    (FileKind::Gif, image::is_gif),
    (FileKind::M4a, audio::is_m4a),
    (FileKind::Mp4, video::is_mp4),
    (FileKind::ThreeGp, is_3gp),
    (FileKind::Ogg, audio::is_ogg),
    (FileKind::Amr, audio::is_amr),
    (FileKind::Mp3, audio::is_mp3),
    (FileKind::Aac, audio::is_aac),
    (FileKind::Pdf, is_pdf),
    (FileKind::Doc, is_doc),
    (FileKind::Docx, is_docx),
];

/// What this is; `None` if it is nothing that is shown.
#[must_use]
pub(crate) fn of(bytes: &[u8]) -> Option<FileKind> {
    KINDS.iter().find(|(_, looks)| looks(bytes)).map(|(kind, _)| *kind)
}

/// A box `ftyp` with a brand of 3GPP (TS 26.244, section 5.3).
fn is_3gp(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(b"ftyp") && bytes.get(8..10).is_some_and(|brand| brand == b"3g")
}

/// The header at the very beginning, where every reader finds it: elsewhere it
/// may stand in a page.
fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-") && archive::is_pdf(bytes)
}

/// A compound file ([MS-CFB], section 2.2) with Word's own stream ([MS-DOC],
/// section 2.1.1), and without a project of macros ([MS-OVBA], section 2.2.1).
fn is_doc(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
        && contains(bytes, &wide("WordDocument"))
        && !contains(bytes, &wide("_VBA_PROJECT"))
}

/// A ZIP that holds Word's main part and its list of types (ECMA-376, part 2),
/// and no project of macros. Names stand in a ZIP as they are.
fn is_docx(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && contains(bytes, b"[Content_Types].xml")
        && contains(bytes, b"word/document.xml")
        && !contains(bytes, b"vbaProject.bin")
}

/// A name as a compound file's directory has it: UTF-16, the low byte first.
fn wide(name: &str) -> Vec<u8> {
    name.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(bytes: &[u8], expected: Option<FileKind>) {
        assert_eq!(of(bytes), expected, "{bytes:?}");
    }

    #[test]
    fn what_is_shown_is_known_by_its_content() {
        check(b"\xFF\xD8\xFF\xE0\0\x10JFIF\0", Some(FileKind::Jpeg));
        check(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", Some(FileKind::Png));
        check(b"RIFF\x24\0\0\0WEBPVP8 ", Some(FileKind::Webp));
        check(b"GIF89a\x01\0\x01\0", Some(FileKind::Gif));
        check(b"\0\0\0\x18ftypmp42\0\0\0\0", Some(FileKind::Mp4));
        check(b"\0\0\0\x18ftypisom\0\0\0\0", Some(FileKind::Mp4));
        check(b"\0\0\0\x18ftyp3gp5\0\0\0\0", Some(FileKind::ThreeGp));
        check(b"\0\0\0\x18ftypM4A \0\0\0\0", Some(FileKind::M4a));
        check(b"OggS\0\x02\0\0\0\0\0\0", Some(FileKind::Ogg));
        check(b"#!AMR\n\x3C\0\0\0\0\0\0", Some(FileKind::Amr));
        check(b"ID3\x03\0\0\0\0", Some(FileKind::Mp3));
        check(b"\xFF\xF1\x50\x80", Some(FileKind::Aac));
        check(b"%PDF-1.7\n", Some(FileKind::Pdf));
    }

    #[test]
    fn word_is_known_by_its_parts_and_macros_are_refused() {
        let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
        let doc = [ole, &[0; 504][..], &wide("WordDocument")].concat();
        check(&doc, Some(FileKind::Doc));
        check(&[&doc[..], &wide("_VBA_PROJECT")].concat(), None);
        check(&[ole, &wide("Workbook")[..]].concat(), None);
        let docx = b"PK\x03\x04\x14\0\x06\0[Content_Types].xml ... PK\x01\x02 word/document.xml";
        check(docx, Some(FileKind::Docx));
        check(&[&docx[..], b" word/vbaProject.bin"].concat(), None);
        check(b"PK\x03\x04\x14\0\x06\0[Content_Types].xml xl/workbook.xml", None);
        check(b"word/document.xml [Content_Types].xml", None);
    }

    #[test]
    fn what_may_run_or_unpack_is_not_shown() {
        for bytes in [
            b"".as_slice(),
            b"<html><script>alert(1)</script>",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"<!-- %PDF-1.7 --><script>",
            b"MZ\x90\0\x03\0\0\0",
            b"\x7FELF\x02\x01\x01\0",
            b"PK\x03\x04\x14\0\0\0",
            b"dex\n035\0",
            b"#!/bin/sh\n",
            b"\0\0\0\x18ftypqt  \0\0\0\0",
            b"plain words",
        ] {
            check(bytes, None);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_looked_at(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            for end in 0..bytes.len() {
                let _ = of(&bytes[..end]);
            }
        }
    }
}
