//! The sampled shingles of some articles as bytes: those of all are read a few times from end to end, and
//! would take as much memory as all else.

/// The samples of the articles of a chunk.
#[derive(Default)]
pub(super) struct Samples {
    bytes: Vec<u8>,
    /// How many keys are in it.
    pub keys: usize,
}

impl Samples {
    /// Adds the keys of the shingles that an article sampled, which is known by its place in the chunk.
    pub fn add(&mut self, article: u32, keys: &[u32]) {
        if keys.is_empty() {
            return;
        }
        self.keys += keys.len();
        // A record has less than four billion bytes, and so fewer shingles.
        let head = [article, keys.len() as u32];
        let numbers = head.iter().chain(keys);
        self.bytes
            .extend(numbers.flat_map(|number| number.to_le_bytes()));
    }

    /// Returns the samples as bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Calls `each` with every sample that stands in the bytes: the place of its article, and its keys.
pub(super) fn each_sample(bytes: &[u8], mut each: impl FnMut(u32, &[u32])) {
    let (numbers, _) = bytes.as_chunks();
    let mut numbers = numbers.iter().copied().map(u32::from_le_bytes);
    let mut keys = Vec::new();
    while let (Some(article), Some(count)) = (numbers.next(), numbers.next()) {
        keys.clear();
        keys.extend(numbers.by_ref().take(count as usize));
        each(article, &keys);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_read() {
        let mut samples = Samples::default();
        samples.add(3, &[7, 8]);
        samples.add(4, &[]);
        samples.add(5, &[u32::MAX]);
        assert_eq!(samples.keys, 3);
        let mut read = Vec::new();
        each_sample(samples.bytes(), |article, keys| {
            read.push((article, keys.to_vec()));
        });
        assert_eq!(read, [(3, vec![7, 8]), (5, vec![u32::MAX])]);
    }
}
