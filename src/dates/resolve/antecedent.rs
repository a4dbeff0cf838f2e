//! Dates of the text that later expressions refer to: *a year later*, *the year-ago quarter*.

use crate::dates::model::{Expression, Relation, Shape, Unit};

/// The unit of a date that a later one can be counted from.
pub(super) fn grain(expression: &Expression) -> Option<Unit> {
    let day_word = matches!(expression.relation.map(|relation| relation.value), Some(Relation::Days(_)));
    match expression.shape {
        Shape::Point if expression.day.is_some() || expression.weekday.is_some() || day_word => Some(Unit::Day),
        Shape::Point if expression.month.is_some() => Some(Unit::Month),
        Shape::Point if expression.year.is_some() => Some(Unit::Year),
        Shape::Unit(unit @ (Unit::Week | Unit::Month | Unit::Year)) if expression.relation.is_some() => Some(unit),
        _ => None,
    }
}

/// The part of a year that an expression names.
pub(super) fn part_of(expression: &Expression) -> Option<Unit> {
    match expression.shape {
        Shape::Quarter(_) | Shape::Unit(Unit::Quarter) => Some(Unit::Quarter),
        Shape::Half(_) => Some(Unit::Fortnight),
        Shape::Point if expression.day.is_none() && expression.month.is_some() => Some(Unit::Month),
        Shape::Unit(Unit::Month) => Some(Unit::Month),
        _ => None,
    }
}
