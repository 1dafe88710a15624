//! Pictures: SVG turned into textures at the size and sharpness at which they are shown.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::thread;

use bevy::asset::RenderAssetUsages;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};
use bevy::window::{PrimaryWindow, RequestRedraw};
use bevy::winit::{EventLoopProxyWrapper, WinitUserEvent};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Tree, fontdb};

use super::redraw::RedrawSystems;

pub(super) fn plugin(app: &mut App) {
    app.insert_resource(Studio::new())
        .add_systems(Startup, grind)
        .add_systems(Update, ((paint, hang).chain(), lay_grain).after(RedrawSystems));
}

/// An SVG to be shown.
#[derive(Component)]
pub(super) struct Picture {
    pub(super) svg: String,
    /// So many times its own size.
    pub(super) zoom: f32,
}

/// The size that an SVG gives itself, in units of the layout. Only its first tag is read: pages are drawn often.
pub(super) fn size(svg: &str) -> Vec2 {
    let tag = svg.find("<svg").and_then(|from| Some(&svg[from..=from + svg[from..].find('>')?]));
    let tag = tag.map_or(String::new(), |tag| format!("{}></svg>", tag.trim_end_matches('>').trim_end_matches('/')));
    Tree::from_str(&tag, &usvg::Options::default())
        .map_or(Vec2::ZERO, |t| Vec2::new(t.size().width(), t.size().height()))
}

/// Painted pixels as a texture.
pub(super) fn texture(pixels: Pixmap) -> Image {
    Image::new(
        Extent3d { width: pixels.width(), height: pixels.height(), depth_or_array_layers: 1 },
        TextureDimension::D2,
        pixels.take_demultiplied(),
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::RENDER_WORLD,
    )
}

/// A place that is to have the grain of paper over it.
#[derive(Component)]
pub(super) struct Grain;

/// The grain: one small texture, laid over everything that is drawn.
#[derive(Resource)]
struct GrainTexture(Handle<Image>);

/// Side of the grain's texture, pixels.
const GRAIN: u32 = 128;

/// Grinds the grain: noise that is the same on every machine.
fn grind(mut images: ResMut<Assets<Image>>, mut commands: Commands) {
    let mut state = 0x9e37_79b9_u32;
    let mut data = Vec::with_capacity((GRAIN * GRAIN * 4) as usize);
    for _ in 0..GRAIN * GRAIN {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let (bright, strength) = if state & 1 == 0 { (0, (state >> 8 & 15) * 2 / 3) } else { (255, state >> 8 & 3) };
        data.extend([bright, bright, bright, strength as u8]);
    }
    let size = Extent3d { width: GRAIN, height: GRAIN, depth_or_array_layers: 1 };
    let format = TextureFormat::Rgba8UnormSrgb;
    let image = Image::new(size, TextureDimension::D2, data, format, RenderAssetUsages::RENDER_WORLD);
    commands.insert_resource(GrainTexture(images.add(image)));
}

fn lay_grain(new: Query<Entity, Added<Grain>>, grain: Option<Res<GrainTexture>>, mut commands: Commands) {
    let Some(grain) = grain else { return };
    for entity in &new {
        let mode = NodeImageMode::Tiled { tile_x: true, tile_y: true, stretch_value: 1.0 };
        commands.entity(entity).insert(ImageNode { image: grain.0.clone(), image_mode: mode, ..default() });
    }
}

/// A picture as a newspaper prints it: its colours turned to the inks of one plate.
pub(super) fn pressed(svg: &str) -> String {
    let mut out = String::with_capacity(svg.len());
    let mut rest = svg;
    while let Some(at) = rest.find('#') {
        out.push_str(&rest[..at]);
        let digits = rest[at + 1..].chars().take_while(char::is_ascii_hexdigit).count();
        let code = &rest[at + 1..at + 1 + digits];
        match (digits, u32::from_str_radix(code, 16)) {
            (6, Ok(rgb)) => {
                let part = |shift: u32| f64::from(rgb >> shift & 255);
                // Rec. 601 luma, and a little of the paper's warmth.
                let light = (0.299 * part(16) + 0.587 * part(8) + 0.114 * part(0)).round() as u32;
                out.push_str(&format!("#{:02x}{:02x}{:02x}", light, light * 97 / 100, light * 92 / 100));
            }
            _ => {
                out.push('#');
                out.push_str(code);
            }
        }
        rest = &rest[at + 1 + digits..];
    }
    out.push_str(rest);
    out
}

/// What finds a picture that was painted: its SVG, and how sharp.
type Key = (u64, u32);

/// Where a painted picture belongs, and its pixels; none if it was no SVG.
type Painted = (AssetId<Image>, Option<Pixmap>);

/// The pictures painted last, or being painted.
#[derive(Resource)]
struct Studio {
    painted: HashMap<Key, Handle<Image>>,
    /// Bytes of all their pixels, about.
    bytes: usize,
    done: Mutex<Receiver<Painted>>,
    easel: Sender<Painted>,
}

/// Pictures of so many bytes are kept; then the walls are cleared.
const KEPT: usize = 96 << 20;

/// No picture is wider or higher than this many pixels.
const MOST_PIXELS: f32 = 4096.0;

/// A picture with at most so many bytes of SVG is painted at once, unless it uses its parts again and again; any other
/// beside the frames.
const SMALL: usize = 12_000;

/// Fonts for the words in pictures.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for bytes in [
        include_bytes!("../../assets/fonts/IBMPlexSans-Regular.ttf").as_slice(),
        include_bytes!("../../assets/fonts/IBMPlexSans-SemiBold.ttf"),
    ] {
        fonts.load_font_data(bytes.to_vec());
    }
    Arc::new(fonts)
});

/// Paints an SVG so many times its own size; nothing if it is none.
fn painting(svg: &str, scale: f32) -> Option<Pixmap> {
    let options =
        usvg::Options { fontdb: FONTS.clone(), font_family: "IBM Plex Sans".into(), ..usvg::Options::default() };
    let tree = Tree::from_str(svg, &options).ok()?;
    let size = tree.size();
    let scale = scale.min(MOST_PIXELS / size.width().max(size.height()));
    let (width, height) = ((size.width() * scale).ceil() as u32, (size.height() * scale).ceil() as u32);
    let mut pixels = Pixmap::new(width.max(1), height.max(1))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    Some(pixels)
}

impl Studio {
    fn new() -> Self {
        let (easel, done) = channel();
        Self { painted: HashMap::new(), bytes: 0, done: Mutex::new(done), easel }
    }

    fn hang(&mut self, key: Key, svg: &str, scale: f32, image: Handle<Image>) -> Handle<Image> {
        let Vec2 { x, y } = size(svg) * scale;
        let bytes = (x.min(MOST_PIXELS) * y.min(MOST_PIXELS)) as usize * 4;
        if self.bytes + bytes > KEPT {
            self.painted.clear();
            self.bytes = 0;
        }
        self.bytes += bytes;
        self.painted.insert(key, image.clone());
        image
    }

    /// Paints on a thread of its own; the window is woken when it is done.
    fn begin(&self, place: AssetId<Image>, svg: &str, scale: f32, window: Option<&EventLoopProxyWrapper>) {
        let (svg, easel) = (svg.to_owned(), self.easel.clone());
        let window = window.map(|w| (**w).clone());
        thread::spawn(move || {
            // Nobody is left to look at it if the window has gone.
            let _ = easel.send((place, painting(&svg, scale)));
            if let Some(window) = window {
                let _ = window.send_event(WinitUserEvent::WakeUp);
            }
        });
    }
}

fn paint(
    new: Query<(Entity, &Picture), Added<Picture>>,
    window: Single<&Window, With<PrimaryWindow>>,
    wake: Option<Res<EventLoopProxyWrapper>>,
    scale: Res<UiScale>,
    mut studio: ResMut<Studio>,
    mut images: ResMut<Assets<Image>>,
    mut commands: Commands,
) {
    let sharpness = window.scale_factor() * scale.0;
    for (entity, picture) in &new {
        let mut hasher = DefaultHasher::new();
        picture.svg.hash(&mut hasher);
        let sharpness = sharpness * picture.zoom;
        let key = (hasher.finish(), (sharpness * 256.0) as u32);
        let image = match studio.painted.get(&key) {
            Some(image) => image.clone(),
            None if picture.svg.len() > SMALL || picture.svg.contains("<use") => {
                let image = images.add(Image::transparent());
                studio.begin(image.id(), &picture.svg, sharpness, wake.as_deref());
                studio.hang(key, &picture.svg, sharpness, image)
            }
            None => {
                let Some(pixels) = painting(&picture.svg, sharpness) else { continue };
                studio.hang(key, &picture.svg, sharpness, images.add(texture(pixels)))
            }
        };
        // The place has its size: were it to ask the picture, the page would be laid out again when that is painted.
        let image_mode = NodeImageMode::Stretch;
        commands.entity(entity).insert(ImageNode { image, image_mode, ..default() });
    }
}

/// Puts what was painted meanwhile where it was promised.
fn hang(mut studio: ResMut<Studio>, mut images: ResMut<Assets<Image>>, mut redraw: MessageWriter<RequestRedraw>) {
    let done: Vec<_> = studio.done.get_mut().unwrap_or_else(PoisonError::into_inner).try_iter().collect();
    for (place, pixels) in done {
        let Some(pixels) = pixels else { continue };
        // Nobody waits for a picture that has been cleared away.
        if images.contains(place) && images.insert(place, texture(pixels)).is_ok() {
            redraw.write(RequestRedraw);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::Inks;

    #[test]
    fn words_in_a_picture_are_painted_with_our_own_fonts() {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"20\" font-family=\"'IBM Plex Sans'\">\
             <text x=\"2\" y=\"15\" fill=\"{}\">Result</text></svg>",
            Inks::PRINT.ink
        );
        let image = painting(&svg, 2.0).expect("it is an SVG");
        assert_eq!((image.width(), image.height()), (160, 40));
        let inked = image.pixels().iter().filter(|p| p.alpha() > 128).count();
        assert!(inked > 200, "only {inked} pixels have ink");
    }

    #[test]
    fn the_first_tag_of_a_picture_tells_its_size() {
        assert_eq!(
            size("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"20\"><g/></svg>"),
            Vec2::new(80.0, 20.0)
        );
        assert_eq!(
            size("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 4\"/>"),
            Vec2::new(9.0, 4.0)
        );
        assert_eq!(size("no picture"), Vec2::ZERO);
    }

    #[test]
    fn a_pressed_picture_has_no_colour_left_and_keeps_its_references() {
        let svg = "<rect fill=\"#b3282d\"/><use href=\"#lamp\"/><rect fill=\"url(#sky)\" stroke=\"#fff\"/>";
        let pressed = pressed(svg);
        assert!(!pressed.contains("b3282d") && pressed.contains("#524f4b"), "{pressed}");
        assert!(pressed.contains("\"#lamp\"") && pressed.contains("url(#sky)") && pressed.contains("#fff"));
    }

    #[test]
    fn what_is_no_picture_is_not_painted() {
        assert!(painting("<svg", 1.0).is_none());
    }
}
