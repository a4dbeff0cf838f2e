//! What several fuzz targets share.

mod readers;
mod session;

pub use readers::{article, import, record};
pub use session::{DOCUMENTS, ask, notify, run, send};
