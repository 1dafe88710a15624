//! Pictures: SVG turned into textures at the size and sharpness at which they are shown.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use bevy::asset::RenderAssetUsages;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};
use bevy::window::PrimaryWindow;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Tree, fontdb};

use super::redraw::RedrawSystems;

pub(super) fn plugin(app: &mut App) {
    app.insert_resource(Studio::new()).add_systems(Update, paint.after(RedrawSystems));
}

/// An SVG to be shown.
#[derive(Component)]
pub(super) struct Picture {
    pub(super) svg: String,
    /// So many times its own size.
    pub(super) zoom: f32,
}

/// The size that an SVG gives itself, in units of the layout.
pub(super) fn size(svg: &str) -> Vec2 {
    Tree::from_str(svg, &usvg::Options::default())
        .map_or(Vec2::ZERO, |t| Vec2::new(t.size().width(), t.size().height()))
}

/// Fonts for the words in pictures, and the pictures painted last.
#[derive(Resource)]
struct Studio {
    fonts: Arc<fontdb::Database>,
    painted: HashMap<(u64, u32), Handle<Image>>,
}

/// So many pictures are kept; then the walls are cleared.
const KEPT: usize = 48;

/// No picture is wider or higher than this many pixels.
const MOST_PIXELS: f32 = 4096.0;

impl Studio {
    fn new() -> Self {
        let mut fonts = fontdb::Database::new();
        for bytes in [
            include_bytes!("../../assets/fonts/IBMPlexSans-Regular.ttf").as_slice(),
            include_bytes!("../../assets/fonts/IBMPlexSans-SemiBold.ttf"),
        ] {
            fonts.load_font_data(bytes.to_vec());
        }
        Self { fonts: Arc::new(fonts), painted: HashMap::new() }
    }

    /// Paints an SVG so many times its own size; nothing if it is none.
    fn paint(&self, svg: &str, scale: f32) -> Option<Image> {
        let options = usvg::Options {
            fontdb: self.fonts.clone(),
            font_family: "IBM Plex Sans".into(),
            ..usvg::Options::default()
        };
        let tree = Tree::from_str(svg, &options).ok()?;
        let size = tree.size();
        let scale = scale.min(MOST_PIXELS / size.width().max(size.height()));
        let (width, height) = ((size.width() * scale).ceil() as u32, (size.height() * scale).ceil() as u32);
        let mut pixels = Pixmap::new(width.max(1), height.max(1))?;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
        Some(Image::new(
            Extent3d { width: pixels.width(), height: pixels.height(), depth_or_array_layers: 1 },
            TextureDimension::D2,
            pixels.take_demultiplied(),
            TextureFormat::Rgba8UnormSrgb,
            RenderAssetUsages::RENDER_WORLD,
        ))
    }
}

fn paint(
    new: Query<(Entity, &Picture), Added<Picture>>,
    window: Single<&Window, With<PrimaryWindow>>,
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
        let handle = match studio.painted.get(&key) {
            Some(handle) => handle.clone(),
            None => {
                let Some(image) = studio.paint(&picture.svg, sharpness) else { continue };
                if studio.painted.len() >= KEPT {
                    studio.painted.clear();
                }
                let handle = images.add(image);
                studio.painted.insert(key, handle.clone());
                handle
            }
        };
        commands.entity(entity).insert(ImageNode::new(handle));
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
        let image = Studio::new().paint(&svg, 2.0).expect("it is an SVG");
        assert_eq!((image.width(), image.height()), (160, 40));
        let inked = image.data.expect("pixels").chunks(4).filter(|p| p[3] > 128).count();
        assert!(inked > 200, "only {inked} pixels have ink");
    }

    #[test]
    fn what_is_no_picture_is_not_painted() {
        assert!(Studio::new().paint("<svg", 1.0).is_none());
    }
}
