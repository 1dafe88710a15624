//! The real program and a real sound server with a sink that leads nowhere: what is played arrives there.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server may take so long to start, and a program to be heard, with other work beside them.
const PATIENCE: Duration = Duration::from_secs(60);
/// Samples above this are no rounding: the loudest of 16 bits is 32,767.
const HEARD: i16 = 200;

/// What ends with the test.
struct Ends(Child);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A sound server of its own, and the socket at which it listens.
fn server(home: &Path) -> (Ends, PathBuf) {
    let socket = home.join("native");
    let listens = format!("module-native-protocol-unix socket={} auth-anonymous=1", socket.display());
    let child = Command::new("pulseaudio")
        .args(["-n", "--daemonize=no", "--exit-idle-time=-1", "-L", "module-null-sink sink_name=out", "-L", &listens])
        .envs([("HOME", home), ("XDG_RUNTIME_DIR", home), ("PULSE_RUNTIME_PATH", &home.join("run"))])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("pulseaudio can be run; this test needs it");
    let began = Instant::now();
    while !socket.exists() {
        assert!(began.elapsed() < PATIENCE, "the sound server does not listen");
        std::thread::yield_now();
    }
    (Ends(child), socket)
}

/// The loudest sample that the sink is given until one is heard, or until patience ends.
fn loudest(server: &str) -> i16 {
    let mut recorder = Ends(
        Command::new("parec")
            .args(["-d", "out.monitor", "--format=s16le", "--rate=22050", "--channels=1"])
            .env("PULSE_SERVER", server)
            .stdout(Stdio::piped())
            .spawn()
            .expect("parec can be run; this test needs it"),
    );
    let mut samples = recorder.0.stdout.take().expect("it was piped");
    let (began, mut most) = (Instant::now(), 0);
    let mut bytes = [0; 4096];
    while most <= HEARD && began.elapsed() < PATIENCE {
        let n = samples.read(&mut bytes).expect("the recorder goes on");
        assert!(n > 0, "the recorder has ended");
        most =
            bytes[..n].chunks_exact(2).map(|s| i16::from_le_bytes([s[0], s[1]]).saturating_abs()).fold(most, i16::max);
    }
    most
}

#[test]
fn what_is_played_arrives_at_a_real_sound_server() {
    let _alone = crate::alone();
    let home = tempfile::tempdir().expect("a temporary home");
    let (_server, socket) = server(home.path());
    let address = format!("unix:{}", socket.display());
    let _program = Ends(
        Command::new(crate::PROGRAM)
            .env("HOME", home.path())
            .env("PULSE_SERVER", &address)
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts"),
    );
    let most = loudest(&address);
    assert!(most > HEARD, "only silence arrived: {most}");
}
