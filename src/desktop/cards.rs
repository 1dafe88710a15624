//! The stadium: a wall of thousands of cards that turn from picture to picture, drawn on the GPU in one call.

use std::time::Duration;

use bevy::asset::uuid_handle;
use bevy::input::keyboard::KeyboardInput;
use bevy::input::mouse::MouseButtonInput;
use bevy::prelude::*;
use bevy::render::render_resource::AsBindGroup;
use bevy::shader::ShaderRef;
use bevy::window::RequestRedraw;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Tree};

use super::pictures::texture;
use super::preferences::Preferences;
use super::redraw::RedrawSystems;

/// Columns and rows of cards: 10,240.
const GRID: [u32; 2] = [160, 64];

/// A picture stands so long before the wall turns …
const STANDS: f32 = 1.6;
/// … and the turn takes so long.
const TURNS: f32 = 2.6;

const SHADER: Handle<Shader> = uuid_handle!("6f1c1f2e-6a1f-4a7c-9d0b-5d8e4f1a2b3c");

pub(super) fn plugin(app: &mut App) {
    app.world_mut()
        .resource_mut::<Assets<Shader>>()
        .insert(&SHADER, Shader::from_wgsl(include_str!("../../assets/shaders/cards.wgsl"), "cards.wgsl"))
        .unwrap_or_else(|e| error!("the cards cannot be drawn: {e}"));
    app.add_plugins(UiMaterialPlugin::<Cards>::default())
        .init_resource::<Performance>()
        .add_systems(Update, (raise, play, arrive).chain().after(RedrawSystems));
}

/// The cards of one turn.
#[derive(AsBindGroup, Asset, TypePath, Debug, Clone)]
pub(super) struct Cards {
    /// How far the turn has come, columns, rows.
    #[uniform(0)]
    act: Vec4,
    #[texture(1)]
    first: Handle<Image>,
    #[texture(2)]
    second: Handle<Image>,
}

impl UiMaterial for Cards {
    fn fragment_shader() -> ShaderRef {
        SHADER.into()
    }
}

/// A wall to be raised: the pictures that it shows one after the other, as SVG.
#[derive(Component)]
pub(super) struct Wall {
    /// The name of the performance: the same wall drawn anew goes on where it was.
    pub(super) name: String,
    pub(super) pictures: Vec<String>,
}

/// What arrives at the moment when the wall turns into its last picture, or when the player does not want to wait.
#[derive(Component)]
#[require(Visibility::Hidden)]
pub(super) struct Arrives;

/// What is being performed, and since when.
#[derive(Resource, Default)]
struct Performance {
    name: String,
    began: Duration,
    cards: Vec<Handle<Image>>,
    /// The last picture has come, or is not waited for.
    arrived: bool,
    /// Frames drawn while it turned.
    frames: u32,
}

/// The colours of all cards of a picture: the SVG at a pixel a card.
fn painted(svg: &str) -> Option<Image> {
    let tree = Tree::from_str(svg, &usvg::Options::default()).ok()?;
    let [columns, rows] = GRID;
    let mut pixels = Pixmap::new(columns, rows)?;
    let scale = Transform::from_scale(columns as f32 / tree.size().width(), rows as f32 / tree.size().height());
    resvg::render(&tree, scale, &mut pixels.as_mut());
    Some(texture(pixels))
}

/// Puts cards on a new wall.
fn raise(
    new: Query<(Entity, &Wall), Added<Wall>>,
    time: Res<Time<Real>>,
    mut performance: ResMut<Performance>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<Cards>>,
    mut commands: Commands,
) {
    for (entity, wall) in &new {
        if performance.name != wall.name {
            performance.name.clone_from(&wall.name);
            performance.began = time.elapsed();
            performance.arrived = false;
            performance.frames = 0;
            debug!("the wall is raised");
            performance.cards = wall.pictures.iter().filter_map(|svg| painted(svg)).map(|i| images.add(i)).collect();
        }
        let [Some(first), Some(second)] = [performance.cards.first(), performance.cards.get(1)] else { continue };
        let act = Vec4::new(0.0, GRID[0] as f32, GRID[1] as f32, 0.0);
        let cards = materials.add(Cards { act, first: first.clone(), second: second.clone() });
        commands.entity(entity).insert(MaterialNode(cards));
    }
}

/// How far a performance has come after some seconds: the number of the picture that is turned away from, and how far
/// the turn has come.
fn moment(pictures: usize, seconds: f32) -> (usize, f32) {
    let last = pictures.saturating_sub(2);
    let turn = (seconds / (STANDS + TURNS)).max(0.0) as usize;
    if turn > last {
        return (last, 1.0);
    }
    let since = seconds - turn as f32 * (STANDS + TURNS) - STANDS;
    (turn, (since / TURNS).clamp(0.0, 1.0))
}

/// Turns the cards; asks for another frame only while they turn.
fn play(
    walls: Query<&MaterialNode<Cards>, With<Wall>>,
    time: Res<Time<Real>>,
    preferences: Res<Preferences>,
    mut performance: ResMut<Performance>,
    mut materials: ResMut<Assets<Cards>>,
    mut redraw: MessageWriter<RequestRedraw>,
) {
    if performance.cards.len() < 2 {
        return;
    }
    let seconds = (time.elapsed() - performance.began).as_secs_f32();
    let (from, turned) = match preferences.reduced_motion {
        true => (performance.cards.len() - 2, 1.0),
        false => moment(performance.cards.len(), seconds),
    };
    let ends = turned >= 1.0 && from + 2 == performance.cards.len();
    let mut moved = false;
    for handle in &walls {
        if let Some(mut cards) = materials.get_mut(&handle.0) {
            if cards.act.x == turned && ends {
                continue;
            }
            cards.act.x = turned;
            cards.first = performance.cards[from].clone();
            cards.second = performance.cards[from + 1].clone();
        }
        moved = true;
    }
    if moved {
        performance.frames += 1;
        redraw.write(RequestRedraw);
        if ends {
            debug!("the wall has turned in {} frames", performance.frames);
        }
    }
}

/// Shows what waits for the last picture.
fn arrive(
    mut waiting: Query<&mut Visibility, With<Arrives>>,
    mut performance: ResMut<Performance>,
    preferences: Res<Preferences>,
    time: Res<Time<Real>>,
    mut keys: MessageReader<KeyboardInput>,
    mut clicks: MessageReader<MouseButtonInput>,
) {
    let hurried = keys.read().count() + clicks.read().count() > 0;
    let since = time.elapsed() - performance.began;
    let (turn, turned) = moment(performance.cards.len(), since.as_secs_f32());
    let last = performance.cards.len() < 2 || (turn + 2 == performance.cards.len() && turned >= 0.5);
    // What led to the wall is no hurry.
    performance.arrived |= last || preferences.reduced_motion || (hurried && !since.is_zero());
    let wanted = if performance.arrived { Visibility::Inherited } else { Visibility::Hidden };
    for mut visibility in &mut waiting {
        visibility.set_if_neq(wanted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_stands_then_turns_and_ends_with_its_last_picture() {
        assert_eq!(moment(3, 0.0), (0, 0.0));
        assert_eq!(moment(3, STANDS), (0, 0.0));
        let (turn, half) = moment(3, STANDS + TURNS / 2.0);
        assert!(turn == 0 && (half - 0.5).abs() < 1e-5);
        assert_eq!(moment(3, STANDS + TURNS + STANDS), (1, 0.0));
        assert_eq!(moment(3, 1000.0), (1, 1.0));
        assert_eq!(moment(1, 1000.0), (0, 1.0));
    }

    #[test]
    fn there_are_ten_thousand_cards_and_each_takes_its_colour_from_the_drawing() {
        assert!(GRID[0] * GRID[1] >= 10_000);
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"160\" height=\"64\">\
                   <rect width=\"160\" height=\"64\" fill=\"#27415f\"/>\
                   <rect width=\"80\" height=\"64\" fill=\"#b3282d\"/></svg>";
        let image = painted(svg).expect("it is an SVG");
        let data = image.data.expect("pixels");
        assert_eq!(data.len() as u32, GRID[0] * GRID[1] * 4);
        assert_eq!(&data[..3], [0xb3, 0x28, 0x2d]);
        let right = 4 * (GRID[0] as usize - 1);
        assert_eq!(&data[right..right + 3], [0x27, 0x41, 0x5f]);
    }
}
