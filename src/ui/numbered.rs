//! Things by their number, few or in order: a sorted list, which is less code than a tree.

/// Things by their number.
#[derive(Clone, Debug)]
pub(crate) struct Numbered<T>(Vec<(u32, T)>);

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Numbered<T> {
    /// The thing of that number.
    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        let place = self.place(number).ok()?;
        self.0.get(place).map(|(_, thing)| thing)
    }

    /// The thing of that number, to be changed.
    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        let place = self.place(number).ok()?;
        self.0.get_mut(place).map(|(_, thing)| thing)
    }

    /// Takes the thing of that number out.
    pub(crate) fn remove(&mut self, number: u32) -> Option<T> {
        let place = self.place(number).ok()?;
        Some(self.0.remove(place).1)
    }

    /// Puts a thing in the place of the one that has its number, if there is one.
    pub(crate) fn insert(&mut self, number: u32, thing: T) {
        drop(self.remove(number));
        let (Ok(place) | Err(place)) = self.place(number);
        self.0.insert(place, (number, thing));
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// All, by number.
    pub(crate) fn all(&self) -> &[(u32, T)] {
        &self.0
    }

    fn place(&self, number: u32) -> Result<usize, usize> {
        self.0.binary_search_by_key(&number, |(number, _)| *number)
    }
}

#[cfg(test)]
mod tests {
    use super::Numbered;

    fn check(inserted: &[(u32, char)], removed: &[u32], left: &[(u32, char)]) {
        let mut things = Numbered::default();
        for (number, thing) in inserted {
            things.insert(*number, *thing);
        }
        for number in removed {
            things.remove(*number);
        }
        assert_eq!(things.all(), left);
        assert!(left.iter().all(|(number, thing)| things.get(*number) == Some(thing)));
    }

    #[test]
    fn the_last_thing_of_a_number_holds_and_all_are_in_order() {
        check(&[(2, 'b'), (1, 'a'), (3, 'c')], &[], &[(1, 'a'), (2, 'b'), (3, 'c')]);
        check(&[(1, 'a'), (1, 'b')], &[], &[(1, 'b')]);
        check(&[(1, 'a'), (2, 'b')], &[1, 9], &[(2, 'b')]);
        check(&[], &[0], &[]);
    }
}
