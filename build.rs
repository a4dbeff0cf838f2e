//! Links the program at a fixed address where the linker can. A program that can be loaded anywhere has its tables of pointers
//! rewritten at each start: 37,000 of them on 170 pages, a fifth of the time that one article takes.

#[expect(clippy::disallowed_methods, reason = "a build script is told about its target in the environment")]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
