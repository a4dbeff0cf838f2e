//! Features of the editor.
