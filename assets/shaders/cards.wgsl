// A wall of cards, each turning from one picture to the next in its own moment: one quad, one draw call.

#import bevy_ui::ui_vertex_output::UiVertexOutput

// How far the turn has come (0..1), columns, rows.
@group(1) @binding(0) var<uniform> act: vec4<f32>;
@group(1) @binding(1) var first: texture_2d<f32>;
@group(1) @binding(2) var second: texture_2d<f32>;

const PI: f32 = 3.14159265;
const DARK: vec3<f32> = vec3<f32>(0.0065, 0.0085, 0.0115);

// Noise in 0..1 that is always the same for a card.
fn noise(card: vec2<f32>) -> f32 {
    return fract(sin(dot(card, vec2<f32>(12.9898, 78.233))) * 43758.5453);
}

@fragment
fn fragment(in: UiVertexOutput) -> @location(0) vec4<f32> {
    let grid = act.yz;
    let place = in.uv * grid;
    let card = floor(place);
    let inside = fract(place) - 0.5;
    let own = noise(card);

    // A wave runs up and outwards from the foot of the wall; hands are never quite together.
    let away = length(vec2<f32>(card.x / grid.x - 0.5, (1.0 - card.y / grid.y) * 0.6));
    let begins = 0.72 * (0.8 * away / 0.78 + 0.2 * own);
    let turned = smoothstep(0.0, 1.0, clamp((act.x - begins) / 0.28, 0.0, 1.0));
    let angle = turned * PI;
    let open = abs(cos(angle));

    let cell = vec2<i32>(card);
    var color = textureLoad(first, cell, 0).rgb;
    if angle > 0.5 * PI {
        color = textureLoad(second, cell, 0).rgb;
    }
    // What turns away from the floodlights darkens; no two cards are held alike.
    color *= (0.35 + 0.65 * open) * (0.86 + 0.2 * own);
    color *= 1.0 - 0.35 * in.uv.y * in.uv.y;

    // The edge of the card, kept sharp where cards are large and soft where they are a few pixels.
    let pixel = grid / in.size;
    let half = vec2<f32>(0.46, 0.46 * max(open, 0.06));
    let edge = half - abs(inside);
    let covered = clamp(edge / pixel + 0.5, vec2<f32>(0.0), vec2<f32>(1.0));
    return vec4<f32>(mix(DARK, color, covered.x * covered.y), 1.0);
}
