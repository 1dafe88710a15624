//! The look in one place: palette, faces and sizes.

use bevy::prelude::*;
use bevy::text::{FontAtlasSet, FontFeatureTag, FontFeatures, LineHeight, RemSize};
use bevy::ui::UiSystems;
use bevy::window::{PrimaryWindow, WindowResized};

pub(super) fn plugin(app: &mut App) {
    app.insert_resource(ClearColor(NEWSPRINT))
        .insert_resource(RemSize(16.0))
        .add_systems(PreStartup, load)
        .add_systems(Startup, (camera, fit))
        .add_systems(PreUpdate, fit.run_if(on_message::<WindowResized>))
        .add_systems(
            PostUpdate,
            forget_glyphs
                .run_if(resource_changed::<UiScale>.or_else(resource_changed::<RemSize>))
                .before(UiSystems::Content),
        )
        .add_systems(PostUpdate, keep_lines.after(UiSystems::Layout).before(UiSystems::PostLayout));
}

const fn hex(rgb: u32) -> Color {
    const fn part(byte: u32) -> f32 {
        (byte & 255) as f32 / 255.0
    }
    Color::srgb(part(rgb >> 16), part(rgb >> 8), part(rgb))
}

pub(super) const INK: Color = hex(0x0014_171c);
pub(super) const NIGHT: Color = hex(0x001e_2a3a);
pub(super) const NAVY: Color = hex(0x0027_415f);
pub(super) const STEEL: Color = hex(0x006f_8494);
/// Steel, dark enough for small print on paper.
pub(super) const SLATE: Color = hex(0x0046_5663);
/// Steel for what is switched off but still read.
pub(super) const DIM: Color = hex(0x0060_7280);
/// Steel, light enough for small print on night.
pub(super) const MIST: Color = hex(0x00b4_c2cc);
pub(super) const NEWSPRINT: Color = hex(0x00ef_e7d6);
pub(super) const PAPER: Color = hex(0x00fa_f6ec);
pub(super) const RED: Color = hex(0x00b3_282d);
pub(super) const EMBER: Color = hex(0x00d9_662b);
pub(super) const BRASS: Color = hex(0x00c4_9a4a);
pub(super) const JADE: Color = hex(0x004d_7a6a);
/// Newsprint in the shade: rules, empty bars, what is switched off.
pub(super) const SHADE: Color = hex(0x00d8_cdb6);

/// The typefaces by what they are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// Headlines and prose.
    Serif,
    /// Speech and asides of prose.
    Italic,
    /// Figures and controls.
    Sans,
    /// The same, strong.
    Strong,
    /// Documents and cables.
    Typed,
}

/// The loaded fonts.
#[derive(Resource)]
pub(super) struct Theme {
    fonts: [Handle<Font>; 5],
    old_figures: FontFeatures,
}

impl Theme {
    /// Font, size in rem and line height of a text.
    pub(super) fn font(&self, face: Face, rem: f32) -> (TextFont, LineHeight) {
        let font = TextFont {
            font: FontSource::Handle(self.fonts[face as usize].clone()),
            font_size: FontSize::Rem(rem),
            font_features: match face {
                Face::Serif | Face::Italic => self.old_figures.clone(),
                Face::Sans | Face::Strong | Face::Typed => FontFeatures::default(),
            },
            ..default()
        };
        let height = match face {
            Face::Serif | Face::Italic if rem > 1.5 => 1.12,
            Face::Serif | Face::Italic => 1.36,
            Face::Typed => 1.3,
            Face::Sans | Face::Strong => 1.28,
        };
        (font, LineHeight::RelativeToFont(height))
    }
}

fn load(mut commands: Commands, mut fonts: ResMut<Assets<Font>>) {
    let mut add = |bytes: &[u8]| fonts.add(Font::from_bytes(bytes.to_vec()));
    commands.insert_resource(Theme {
        fonts: [
            add(include_bytes!("../../assets/fonts/EBGaramond12-Regular.otf")),
            add(include_bytes!("../../assets/fonts/EBGaramond12-Italic.otf")),
            add(include_bytes!("../../assets/fonts/IBMPlexSans-Regular.ttf")),
            add(include_bytes!("../../assets/fonts/IBMPlexSans-SemiBold.ttf")),
            add(include_bytes!("../../assets/fonts/CourierPrime.otf")),
        ],
        old_figures: FontFeatures::builder().enable(FontFeatureTag::OLDSTYLE_FIGURES).build(),
    });
}

fn camera(mut commands: Commands) {
    // Nothing that is drawn here has slanted edges of its own: multisampling would cost much and show nothing.
    commands.spawn((Camera2d, IsDefaultUiCamera, Msaa::Off));
}

/// The page is set for 1280 × 720 and grows with half of what the window grows.
fn fit(window: Single<&Window, With<PrimaryWindow>>, mut scale: ResMut<UiScale>) {
    let room = (window.width() / 1280.0).min(window.height() / 720.0);
    let wanted = if room > 1.0 { (1.0 + room) / 2.0 } else { room.max(0.5) };
    if (scale.0 - wanted).abs() > 1e-3 {
        scale.0 = wanted;
    }
}

/// Letters are kept by their size, a texture for each: those of sizes that are gone would stay for good. All texts are
/// set anew when the size changes, and make what they need.
fn forget_glyphs(mut atlases: ResMut<FontAtlasSet>) {
    atlases.clear();
}

/// A text is measured in the width before rounding and broken in the width after it; where rounding takes a part of a
/// pixel, a line that just fitted would break once more, over what stands below. Gives that part back.
fn keep_lines(mut texts: Query<&mut ComputedNode, With<Text>>) {
    for mut node in &mut texts {
        let lost = node.unrounded_size.x.ceil() - node.size.x;
        if node.size.x < node.unrounded_size.x {
            // The layout sets this anew in every frame, and nothing else looks at it in a text.
            node.bypass_change_detection().padding.max_inset.x -= lost;
        }
    }
}
