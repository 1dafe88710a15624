//! The light of pictures: lamps come on, day breaks, snow falls while a picture opens; then everything stands still.

use std::time::Duration;

use bevy::asset::uuid_handle;
use bevy::prelude::*;
use bevy::render::render_resource::AsBindGroup;
use bevy::shader::ShaderRef;
use bevy::window::RequestRedraw;

use super::preferences::Preferences;
use super::redraw::RedrawSystems;
use crate::scenario::{Light, LightKind};

const SHADER: Handle<Shader> = uuid_handle!("0d3f6a52-93b1-4a0e-8a64-2f5b7c1d9e08");

pub(super) fn plugin(app: &mut App) {
    app.world_mut()
        .resource_mut::<Assets<Shader>>()
        .insert(&SHADER, Shader::from_wgsl(include_str!("../../assets/shaders/light.wgsl"), "light.wgsl"))
        .unwrap_or_else(|e| error!("pictures stay without their light: {e}"));
    app.add_plugins(UiMaterialPlugin::<Shine>::default())
        .init_resource::<Opened>()
        .add_systems(Update, (kindle, shine).chain().after(RedrawSystems));
}

/// The veil over a picture and what moves in it.
#[derive(AsBindGroup, Asset, TypePath, Debug, Clone)]
pub(super) struct Shine {
    /// Seconds since it began, seconds that it lasts, kind, height over width.
    #[uniform(0)]
    act: Vec4,
    /// Place and reach.
    #[uniform(1)]
    source: Vec4,
}

impl UiMaterial for Shine {
    fn fragment_shader() -> ShaderRef {
        SHADER.into()
    }
}

/// A place over a picture that is to have its light.
#[derive(Component)]
pub(super) struct Lit {
    /// The name of the opening: the same picture drawn anew goes on where it was.
    pub(super) name: String,
    pub(super) light: Light,
    /// Height over width of the picture.
    pub(super) aspect: f32,
}

/// The picture that opened last, and when; nothing once its light stands still.
#[derive(Resource, Default)]
struct Opened {
    name: String,
    began: Option<Duration>,
}

/// Seconds in which a light comes to rest.
fn lasts(kind: LightKind) -> f32 {
    match kind {
        LightKind::Lamp => 3.2,
        LightKind::Day => 4.5,
        LightKind::Screen | LightKind::Flashes => 8.0,
        LightKind::Snow => 16.0,
        LightKind::Rain => 12.0,
        LightKind::Floods => 4.2,
    }
}

/// Lays the light over a new picture, if anything is to move.
fn kindle(
    new: Query<(Entity, &Lit), Added<Lit>>,
    time: Res<Time<Real>>,
    preferences: Res<Preferences>,
    mut opened: ResMut<Opened>,
    mut materials: ResMut<Assets<Shine>>,
    mut commands: Commands,
) {
    for (entity, lit) in &new {
        if opened.name != lit.name {
            opened.name.clone_from(&lit.name);
            opened.began = Some(time.elapsed());
        }
        if preferences.reduced_motion || opened.began.is_none() {
            continue;
        }
        let Light { kind, at, reach } = lit.light;
        let act = Vec4::new(0.0, lasts(kind), f32::from(kind as u8), lit.aspect);
        let shine = materials.add(Shine { act, source: Vec4::new(at.0, at.1, reach, 0.0) });
        commands.entity(entity).insert(MaterialNode(shine));
    }
}

/// Moves the light on; asks for another frame only until it has come to rest.
fn shine(
    mut lit: Query<(&MaterialNode<Shine>, &Lit, &mut Visibility)>,
    time: Res<Time<Real>>,
    mut opened: ResMut<Opened>,
    mut materials: ResMut<Assets<Shine>>,
    mut redraw: MessageWriter<RequestRedraw>,
) {
    let Some(began) = opened.began else { return };
    let seconds = (time.elapsed() - began).as_secs_f32();
    for (node, lit, mut visibility) in &mut lit {
        if lit.name != opened.name {
            continue;
        }
        let rests = seconds >= lasts(lit.light.kind);
        if rests {
            *visibility = Visibility::Hidden;
            opened.began = None;
        } else if let Some(mut shine) = materials.get_mut(&node.0) {
            shine.act.x = seconds;
        }
        redraw.write(RequestRedraw);
    }
}
