//! Compressed lines: written in blocks that each can be read by itself, read as they arrive.

use crate::{Error, Result};
use flate2::{Compression, write::GzEncoder, write::MultiGzDecoder};
use std::{collections::VecDeque, io::Write as _};

/// A block of lines in the making.
#[derive(Debug)]
pub struct LineBlock {
    encoder: GzEncoder<Vec<u8>>,
    lines: usize,
}

impl Default for LineBlock {
    fn default() -> Self {
        Self { encoder: GzEncoder::new(Vec::new(), Compression::fast()), lines: 0 }
    }
}

impl LineBlock {
    /// Adds a line, which must not contain a line break.
    pub fn push(&mut self, line: &str) -> Result<()> {
        self.lines += 1;
        self.encoder.write_all(line.as_bytes()).map_err(Error::internal)?;
        self.encoder.write_all(b"\n").map_err(Error::internal)
    }

    /// Tells whether it has no lines.
    pub fn is_empty(&self) -> bool {
        self.lines == 0
    }

    /// Ends the block and returns it, compressed: a member of a gzip file.
    pub fn end(self) -> Result<Vec<u8>> {
        self.encoder.finish().map_err(Error::internal)
    }
}

/// Reads lines out of the bytes of one or more blocks.
#[derive(Debug)]
pub struct LineReader {
    decoder: MultiGzDecoder<Vec<u8>>,
    lines: VecDeque<String>,
    /// The beginning of a line whose end has not arrived.
    rest: Vec<u8>,
}

impl Default for LineReader {
    fn default() -> Self {
        Self { decoder: MultiGzDecoder::new(Vec::new()), lines: VecDeque::new(), rest: Vec::new() }
    }
}

impl LineReader {
    /// Takes bytes as they arrive.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        self.decoder.write_all(bytes).map_err(Error::internal)?;
        self.split()
    }

    /// Says that no more bytes will arrive.
    pub fn end(&mut self) -> Result<()> {
        self.decoder.try_finish().map_err(Error::internal)?;
        self.split()
    }

    /// Returns the next line that is there.
    pub fn next_line(&mut self) -> Option<String> {
        self.lines.pop_front()
    }

    fn split(&mut self) -> Result<()> {
        self.rest.append(self.decoder.get_mut());
        let Some(last) = self.rest.iter().rposition(|byte| *byte == b'\n') else { return Ok(()) };
        let rest = self.rest.split_off(last + 1);
        let whole = std::mem::replace(&mut self.rest, rest);
        for line in whole[..last].split(|byte| *byte == b'\n') {
            self.lines.push_back(std::str::from_utf8(line).map_err(Error::internal)?.to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    fn read(bytes: &[u8], chunk: usize) -> Vec<String> {
        let mut reader = LineReader::default();
        let mut lines = Vec::new();
        for chunk in bytes.chunks(chunk) {
            reader.push(chunk).unwrap();
            lines.extend(std::iter::from_fn(|| reader.next_line()));
        }
        reader.end().unwrap();
        lines.extend(std::iter::from_fn(|| reader.next_line()));
        lines
    }

    proptest! {
        #[test]
        fn reads_every_block_by_itself_and_all_together(blocks in vec(vec("[^\n]{0,30}", 1..20), 1..5), chunk in 1_usize..50) {
            let mut file = Vec::new();
            let mut offsets = Vec::new();
            for lines in &blocks {
                let mut block = LineBlock::default();
                for line in lines {
                    block.push(line).unwrap();
                }
                offsets.push(file.len());
                file.extend(block.end().unwrap());
            }

            for (first, offset) in offsets.iter().enumerate() {
                prop_assert_eq!(read(&file[*offset..], chunk), blocks[first..].concat());
            }
        }
    }

    #[test]
    fn refuses_what_is_not_compressed() {
        let mut reader = LineReader::default();

        assert!(reader.push(b"plain text").is_err() || reader.end().is_err());
    }
}
