fn main() {
    let path = std::env::args().nth(1).unwrap_or_default();
    match six_hours::scenario::Scenario::load(path.as_ref()) {
        Ok(s) => println!("ok {} {} flags {}", s.rules.scenes.len(), s.rules.choices.len(), s.rules.flags.len()),
        Err(f) => println!("{f}"),
    }
}
