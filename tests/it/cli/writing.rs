//! Files are written as a whole, with their attributes, and never over an input.

use super::Folder;

const FAULTY: &str = "[Samira Nasir](actor:samira-nasser) said so.\n";
const MENDED: &str = "[Samira Nasser](actor:samira-nasser) said so.\n";

#[test]
fn an_output_never_overwrites_an_input() {
    let files = [("a.en.news.md", FAULTY), ("copydesk.toml", "registry = [\"actors.toml\"]\n")];
    let folder = Folder::newsroom(&files);
    folder.run(&["lint", "--write-baseline", "b.json"]).code(0);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("a.en.news.md", folder.path().join("link")).expect("a link");
        std::fs::hard_link(folder.path().join("a.en.news.md"), folder.path().join("second")).expect("a link");
    }
    let before = |name: &str| folder.text(name);
    for output in ["a.en.news.md", "./a.en.news.md", "link", "second", "actors.toml", "copydesk.toml", "b.json"] {
        if cfg!(not(unix)) && matches!(output, "link" | "second") {
            continue;
        }
        let was = before(output);
        let ran = folder.run(&["lint", "--baseline", "b.json", "--output", output, "."]).code(2);
        ran.says(&[output, "this run reads it", "name another file"]);
        assert_eq!(folder.text(output), was, "{output}");
        if output != "b.json" {
            folder.run(&["lint", "--write-baseline", output, "."]).code(2).says(&["this run reads it"]);
            assert_eq!(folder.text(output), was, "{output}");
        }
    }
    folder.run(&["actors", "export", "--to", "csv", "-o", "actors.toml"]).code(2).says(&["would be overwritten"]);
    folder.run(&["lint", "--write-baseline", "x", "--output", "x"]).code(0);
}

#[test]
fn a_failed_run_keeps_the_old_report() {
    let folder = Folder::newsroom(&[("a.en.news.md", FAULTY), ("old", "the old one"), ("empty/x", "")]);
    for arguments in [
        &["lint", "--output", "old", "gone.news.md"][..],
        &["lint", "--output", "old", "--baseline", "gone.json", "."],
        &["lint", "--output", "old", "--level", "x=y", "."],
        &["lint", "--output", "old", "--changed-since", "nothing", "."],
        &["lint", "--output", "old", "empty"],
    ] {
        let ran = folder.run(arguments);
        assert!(!ran.err.is_empty());
        assert_eq!(folder.text("old"), "the old one", "{arguments:?}");
    }
    let left = std::fs::read_dir(folder.path()).expect("a folder").count();
    folder.run(&["lint", "--format", "json", "--output", "old", "."]).code(1);
    assert!(folder.text("old").contains("discouraged-name"));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), left, "no temporary files are left");
}

/// After `--`, a file whose name looks like an option is a file, as in the hook.
#[test]
fn a_file_name_is_never_an_option() {
    let folder = Folder::newsroom(&[("x.news.md", "the other one\n"), ("a.en.news.md", FAULTY)]);
    folder.write("--output=x.news.md", b"31 June 2017\n");
    let hook = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    let hook = std::fs::read_to_string(hook).expect("the hook");
    let of = |key: &str| hook.lines().find_map(|line| line.trim().strip_prefix(key)).expect("a key");
    let mut arguments: Vec<&str> = of("entry: ").split(' ').skip(1).collect();
    arguments.extend(of("args: ").trim_matches(['[', ']']).split(", ").map(|word| word.trim_matches('"')));
    assert_eq!(arguments, ["lint", "--only-articles", "--fail-on", "warning", "--"]);
    arguments.extend(["--output=x.news.md", "a.en.news.md", "x.news.md"]);
    let ran = folder.run(&arguments).code(1);
    assert!(ran.out.contains("impossible-date") && ran.out.contains("discouraged-name"), "{}", ran.out);
    assert_eq!(folder.text("x.news.md"), "the other one\n");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};

    #[test]
    fn a_fixed_file_keeps_its_attributes_and_links() {
        let folder = Folder::newsroom(&[("a.en.news.md", FAULTY), ("b.en.news.md", FAULTY), ("c.en.news.md", FAULTY)]);
        let path = |name: &str| folder.path().join(name);
        // Two hard links to one file, and a symbolic link.
        std::fs::hard_link(path("a.en.news.md"), path("second")).expect("a link");
        symlink("a.en.news.md", path("link.md")).expect("a link");
        let inode = path("a.en.news.md").metadata().expect("a file").ino();
        // Another owner, if possible.
        let is_root = chown(path("b.en.news.md"), Some(1234), Some(2345)).is_ok();
        std::fs::set_permissions(path("b.en.news.md"), std::fs::Permissions::from_mode(0o640)).expect("a mode");
        let has_attributes = std::process::Command::new("python3")
            .args(["-c", "import os,sys; os.setxattr(sys.argv[1], 'user.desk', b'night')"])
            .arg(path("c.en.news.md"))
            .status()
            .is_ok_and(|status| status.success());
        folder.run(&["lint", "--fix"]).says(&["3 fixes applied in 3 files; 0 findings left"]);
        for name in ["a.en.news.md", "second", "link.md", "b.en.news.md", "c.en.news.md"] {
            assert_eq!(folder.text(name), MENDED, "{name}");
        }
        let about = path("a.en.news.md").metadata().expect("a file");
        assert_eq!((about.ino(), about.nlink()), (inode, 2));
        assert!(path("link.md").symlink_metadata().expect("a link").is_symlink());
        let about = path("b.en.news.md").metadata().expect("a file");
        assert_eq!(about.mode() & 0o777, 0o640);
        if is_root {
            assert_eq!((about.uid(), about.gid()), (1234, 2345));
        } else {
            println!("skipped: only root gives files to others");
        }
        if has_attributes {
            let read = std::process::Command::new("python3")
                .args(["-c", "import os,sys; print(os.getxattr(sys.argv[1], 'user.desk').decode())"])
                .arg(path("c.en.news.md"))
                .output();
            assert_eq!(read.expect("it runs").stdout, b"night\n");
        } else {
            println!("skipped: this disk keeps no attributes");
        }
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 6, "no temporary files are left");
    }

    #[test]
    fn a_read_only_file_is_not_overwritten() {
        let folder = Folder::newsroom(&[("a.en.news.md", FAULTY), ("b.en.news.md", FAULTY)]);
        let path = folder.path().join("a.en.news.md");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).expect("a mode");
        let ran = folder.run(&["lint", "--fix"]).code(2);
        ran.says(&["a.en.news.md: it is read-only; it was not overwritten", "1 fix applied in 1 file"]);
        assert_eq!((folder.text("a.en.news.md").as_str(), folder.text("b.en.news.md").as_str()), (FAULTY, MENDED));
        folder.run(&["lint", "--output", "a.en.news.md", "b.en.news.md"]).code(2).says(&["read-only"]);
        assert_eq!(folder.text("a.en.news.md"), FAULTY);
    }

    /// Whenever a run is terminated, each file is the old one or the new one, and there are no temporary files.
    #[test]
    fn a_terminated_run_leaves_no_temporary_files() {
        let folder = Folder::newsroom(&[]);
        for nth in 0..400 {
            folder.write(&format!("{nth}.en.news.md"), FAULTY.as_bytes());
        }
        let mut ended = 0;
        for (nth, signal) in ["-INT", "-TERM", "-HUP"].into_iter().cycle().take(12).enumerate() {
            let mut child = folder
                .command(&["lint", "--fix", "--no-cache"])
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .spawn()
                .expect("it runs");
            std::thread::sleep(std::time::Duration::from_millis(20 + 15 * nth as u64));
            let kill = std::process::Command::new("kill").args([signal, &child.id().to_string()]).status();
            assert!(kill.expect("it runs").success());
            ended += usize::from(child.wait().expect("it ends").code().is_none());
            for entry in std::fs::read_dir(folder.path()).expect("a folder") {
                let name = entry.expect("an entry").file_name().into_string().expect("a name");
                assert!(!name.starts_with('.'), "{name} is a leftover");
                if name.ends_with(".news.md") {
                    let text = folder.text(&name);
                    assert!(text == FAULTY || text == MENDED, "{name}: {text}");
                    folder.write(&name, FAULTY.as_bytes());
                }
            }
        }
        assert!(ended > 0, "no run was ended by its signal");
    }
}
