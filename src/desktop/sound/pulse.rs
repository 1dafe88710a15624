//! Sound on Linux: PulseAudio's own protocol, which PipeWire speaks too; no system headers, no C library.

use std::fmt;

use bevy::tasks::block_on;
use kira::backend::{Backend, Renderer};
use pulseaudio::{AsPlaybackSource, Client, ClientError, PlaybackStream, protocol};

/// Samples a second.
const RATE: u32 = 48_000;

/// Bytes kept ready in the server: 60 ms in stereo.
const AHEAD: u32 = RATE * 8 * 60 / 1000;

/// A connection to the server, and the stream once it plays.
pub(super) struct Pulse {
    client: Client,
    stream: Option<PlaybackStream>,
}

/// Why there is no sound.
#[derive(Debug)]
pub(super) struct Silent(ClientError);

impl fmt::Display for Silent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no PulseAudio or PipeWire server answers ({})", self.0)
    }
}

impl Backend for Pulse {
    type Settings = ();
    type Error = Silent;

    fn setup((): (), _: usize) -> Result<(Self, u32), Silent> {
        let client = Client::from_env(c"Six Hours in Pyongyang").map_err(Silent)?;
        Ok((Self { client, stream: None }, RATE))
    }

    fn start(&mut self, mut renderer: Renderer) -> Result<(), Silent> {
        let params = protocol::PlaybackStreamParams {
            sample_spec: protocol::SampleSpec {
                format: protocol::SampleFormat::Float32Le,
                channels: 2,
                sample_rate: RATE,
            },
            channel_map: protocol::ChannelMap::stereo(),
            cvolume: Some(protocol::ChannelVolume::norm(2)),
            sink_name: Some(protocol::DEFAULT_SINK.to_owned()),
            buffer_attr: protocol::stream::BufferAttr { target_length: AHEAD, ..Default::default() },
            ..Default::default()
        };
        let mut frames: Vec<f32> = Vec::new();
        let fill = move |bytes: &mut [u8]| {
            // Whole frames of two samples of four bytes.
            let samples = bytes.len() / 8 * 2;
            frames.clear();
            frames.resize(samples, 0.0);
            renderer.on_start_processing();
            renderer.process(&mut frames, 2);
            for (place, sample) in bytes.chunks_exact_mut(4).zip(&frames) {
                place.copy_from_slice(&sample.to_le_bytes());
            }
            samples * 4
        };
        let stream = block_on(self.client.create_playback_stream(params, fill.as_playback_source()));
        self.stream = Some(stream.map_err(Silent)?);
        Ok(())
    }
}
