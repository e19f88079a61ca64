//! The days on which articles were published, and the window in which those of one story must lie.

use jiff::civil::Date;

use super::brief::Brief;
use super::collection::Studied;
use crate::duplicates::Group;

/// First and last day of publication; `None` of articles without a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days(Option<(Date, Date)>);

impl Days {
    /// Returns the day of an article.
    pub fn of(article: &Brief) -> Days {
        Days(article.published.map(|date| (date, date)))
    }

    /// Returns the days from the first of both to the last of both; what has no date adds nothing.
    pub fn and(self, other: Days) -> Days {
        match (self.0, other.0) {
            (Some((first, last)), Some((next_first, next_last))) => {
                Days(Some((first.min(next_first), last.max(next_last))))
            }
            (known, None) | (None, known) => Days(known),
        }
    }

    /// Returns how many days lie between the last of one and the first of the other, 0 if they overlap or
    /// either has no date.
    pub fn pause(self, other: Days) -> i64 {
        let (Some(one), Some(other)) = (self.0, other.0) else {
            return 0;
        };
        let (earlier, later) = if one.1 < other.0 {
            (one.1, other.0)
        } else {
            (other.1, one.0)
        };
        let apart = earlier.until(later).map(|span| i64::from(span.get_days()));
        // Of two days of a calendar that has years up to 9999 the difference is known.
        apart.unwrap_or(0).max(0)
    }

    /// Returns whether first and last lie no more than `window` days apart; without a window they may lie anywhere.
    pub fn within(self, window: Option<u32>) -> bool {
        let (Some(window), Some((first, last))) = (window, self.0) else {
            return true;
        };
        let apart = first.until(last).map(|span| span.get_days());
        // Of two days of a calendar that has years up to 9999 the difference is known.
        apart.map_or(true, |days| i64::from(days) <= i64::from(window))
    }
}

/// Leaves in each group only what lies in the window with its canonical article, and in no group what is
/// left out: it is clustered by itself.
pub fn groups_within(window: Option<u32>, groups: Vec<Group>, studied: &Studied) -> Vec<Group> {
    if window.is_none() {
        return groups;
    }
    let kept = groups.into_iter().map(|group| {
        let mut days = Days::of(studied.brief(group.canonical));
        let mut members = group.members;
        members.retain(|member| {
            let both = days.and(Days::of(studied.brief(*member)));
            let stays = both.within(window);
            if stays {
                days = both;
            }
            stays
        });
        Group { members, ..group }
    });
    kept.filter(|group| !group.members.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::testing::article;
    use crate::strip::Article;

    /// Studies articles that say nothing but when they were published.
    fn studied(published: &[&str]) -> Studied {
        let articles: Vec<Article> = published.iter().map(|day| article(day, "")).collect();
        Studied::of(&articles).unwrap()
    }

    fn days(published: &[&str]) -> Days {
        let days = (0..published.len()).map(|article| Days::of(studied(published).brief(article)));
        days.fold(Days::default(), Days::and)
    }

    #[test]
    fn the_ends_of_a_window_are_in_it() {
        let two_weeks = days(&["2024-03-10", "2024-02-25", "2024-03-01"]);
        assert!(two_weeks.within(Some(14)));
        assert!(!two_weeks.within(Some(13)));
        assert!(two_weeks.within(None));
    }

    #[test]
    fn a_day_is_a_day_whatever_the_hour() {
        let late = days(&["2024-03-10T00:01:00", "2024-03-10T23:59:00"]);
        assert!(late.within(Some(0)));
    }

    #[test]
    fn what_has_no_date_is_not_affected() {
        assert!(days(&["", ""]).within(Some(0)));
        assert!(days(&["2024-03-10", ""]).within(Some(0)));
        assert!(!days(&["2024-03-10", "", "2024-03-12"]).within(Some(1)));
    }

    #[test]
    fn a_pause_lies_between_the_last_of_one_and_the_first_of_the_other() {
        let (winter, spring) = (days(&["2024-01-10", "2024-02-28"]), days(&["2024-03-01"]));
        assert_eq!(winter.pause(spring), 2);
        assert_eq!(spring.pause(winter), 2);
        assert_eq!(days(&["2024-01-20"]).pause(winter), 0);
        assert_eq!(days(&["2024-01-01", "2024-12-01"]).pause(winter), 0);
        assert_eq!(winter.pause(days(&[""])), 0);
    }

    #[test]
    fn a_copy_outside_the_window_leaves_its_group() {
        let published = ["2024-03-01", "2025-03-01", "2024-03-02", "", "2025-01-01"];
        let studied = studied(&published);
        let groups = vec![
            Group {
                canonical: 0,
                members: vec![1, 2, 3],
            },
            Group {
                canonical: 4,
                members: vec![0],
            },
        ];
        let kept = groups_within(Some(7), groups.clone(), &studied);
        let expected = Group {
            canonical: 0,
            members: vec![2, 3],
        };
        assert_eq!(kept, [expected]);
        assert_eq!(groups_within(None, groups.clone(), &studied), groups);
    }
}
