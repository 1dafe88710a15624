// The light of a picture while it opens: a veil that lifts from where the light is, and what falls or flashes in it.

#import bevy_ui::ui_vertex_output::UiVertexOutput

// Seconds since it began, seconds that it lasts, kind, height over width.
@group(1) @binding(0) var<uniform> act: vec4<f32>;
// Where the light is (x, y), how far it carries, all as shares of the width and height.
@group(1) @binding(1) var<uniform> source: vec4<f32>;

const NIGHT: vec3<f32> = vec3<f32>(0.0065, 0.0105, 0.0185);
const WARM: vec3<f32> = vec3<f32>(0.86, 0.50, 0.16);
const COLD: vec3<f32> = vec3<f32>(0.42, 0.62, 0.78);
const WHITE: vec3<f32> = vec3<f32>(0.93, 0.92, 0.88);

fn noise(p: vec2<f32>) -> f32 {
    return fract(sin(dot(p, vec2<f32>(12.9898, 78.233))) * 43758.5453);
}

// One colour over another, both with their alpha.
fn over(top: vec4<f32>, under: vec4<f32>) -> vec4<f32> {
    let alpha = top.a + under.a * (1.0 - top.a);
    let color = top.rgb * top.a + under.rgb * under.a * (1.0 - top.a);
    return vec4<f32>(color / max(alpha, 1e-4), alpha);
}

// Drops or flakes: so many in a row, falling so fast, drifting, thick and long.
fn falling(uv: vec2<f32>, t: f32, columns: f32, speed: f32, drift: f32, size: vec2<f32>, aspect: f32) -> f32 {
    let rows = columns * aspect * 0.6;
    let place = vec2<f32>((uv.x + drift * uv.y) * columns, uv.y * rows);
    let column = floor(place.x);
    let pace = speed * (0.75 + 0.5 * noise(vec2<f32>(column, 3.0)));
    let y = place.y - t * pace + 40.0 * noise(vec2<f32>(column, 7.0));
    let cell = vec2<f32>(column, floor(y));
    let own = noise(cell);
    let at = vec2<f32>(0.2 + 0.6 * noise(cell + 11.0), 0.2 + 0.6 * noise(cell + 23.0));
    let away = abs(vec2<f32>(fract(place.x), fract(y)) - at) / size;
    return (1.0 - smoothstep(0.6, 1.0, max(away.x, away.y))) * step(0.45, own) * (0.4 + 0.6 * own);
}

@fragment
fn fragment(in: UiVertexOutput) -> @location(0) vec4<f32> {
    let t = act.x;
    let share = clamp(t / act.y, 0.0, 1.0);
    let kind = i32(act.z);
    let aspect = act.w;
    let reach = source.z;
    let away = length((in.uv - source.xy) * vec2<f32>(1.0, aspect)) / reach;
    let fades = 1.0 - smoothstep(0.7, 1.0, share);
    var veil = 0.0;
    var glow = vec4<f32>(0.0);
    if kind == 0 {
        // A lamp: two short attempts, then it burns.
        let tries = select(0.25 * step(0.5, noise(vec2<f32>(floor(t * 11.0), 1.0))), 1.0, t > 0.5);
        let lit = tries * smoothstep(0.0, 1.0, share * 1.25 - 0.18 * min(away, 1.4));
        veil = 0.62 * (1.0 - lit);
        glow = vec4<f32>(WARM, 0.20 * tries * exp(-2.2 * away * away) * (1.0 - share));
    } else if kind == 1 {
        // Daylight: it comes in from its side.
        veil = 0.5 * (1.0 - smoothstep(0.0, 1.0, share * 1.45 - 0.3 * min(away, 1.5)));
        glow = vec4<f32>(WHITE, 0.10 * exp(-1.5 * away * away) * sin(3.14159 * share));
    } else if kind == 2 {
        // A screen: every cut on it is another light in the room.
        let cut = noise(vec2<f32>(floor(t * 2.6), 5.0));
        let next = noise(vec2<f32>(floor(t * 2.6) + 1.0, 5.0));
        let now = mix(cut, next, smoothstep(0.75, 1.0, fract(t * 2.6)));
        veil = 0.32 * (1.0 - smoothstep(0.0, 0.25, share)) + 0.10 * now * fades;
        glow = vec4<f32>(COLD, (0.05 + 0.22 * now) * exp(-1.6 * away * away) * fades);
    } else if kind == 3 {
        // Cameras, each for a moment, along one line.
        veil = 0.28 * (1.0 - smoothstep(0.0, 0.3, share));
        for (var i = 0; i < 9; i++) {
            let n = f32(i);
            let moment = 0.5 + n * 0.72 + 0.4 * noise(vec2<f32>(n, 2.0));
            let spot = source.xy
                + vec2<f32>((noise(vec2<f32>(n, 9.0)) * 2.0 - 1.0) * reach, (noise(vec2<f32>(n, 4.0)) - 0.5) * 0.1);
            let d = length((in.uv - spot) * vec2<f32>(1.0, aspect));
            let since = t - moment;
            let flash = step(0.0, since) * exp(-9.0 * since);
            glow = over(vec4<f32>(WHITE, flash * (exp(-900.0 * d * d) + 0.22 * exp(-16.0 * d * d))), glow);
        }
    } else if kind == 4 || kind == 5 {
        veil = 0.25 * (1.0 - smoothstep(0.0, 0.25, share));
        var fall = 0.0;
        if kind == 4 {
            fall = falling(in.uv, t, 46.0, 1.5, 0.06 + 0.02 * sin(t * 0.5), vec2<f32>(0.07, 0.10), aspect)
                + 0.8 * falling(in.uv + 0.37, t, 78.0, 1.6, 0.10, vec2<f32>(0.06, 0.09), aspect)
                + 0.5 * falling(in.uv + 0.71, t, 120.0, 1.7, 0.04, vec2<f32>(0.06, 0.08), aspect);
            fall *= 0.75;
        } else {
            fall = falling(in.uv, t, 110.0, 26.0, 0.10, vec2<f32>(0.035, 0.42), aspect)
                + 0.7 * falling(in.uv + 0.43, t, 170.0, 30.0, 0.12, vec2<f32>(0.035, 0.38), aspect);
            fall *= 0.30;
        }
        let near = 0.45 + 0.55 * exp(-away * away);
        glow = vec4<f32>(WHITE, clamp(fall * near, 0.0, 0.8) * fades * smoothstep(0.0, 0.12, share));
    } else {
        // Floodlights: one after another, from the middle outwards and back.
        var lit = 0.0;
        for (var i = 0; i < 7; i++) {
            let n = f32(i);
            let x = (n + 0.5) / 7.0;
            let since = t - 0.3 - 0.34 * f32((i * 3) % 7);
            let struck = step(0.0, since) * (1.0 + 0.5 * exp(-5.0 * since));
            let dx = (in.uv.x - x) * 7.0;
            lit += struck * exp(-0.55 * dx * dx) * 0.75;
            let d = length((in.uv - vec2<f32>(x, source.y)) * vec2<f32>(1.0, aspect));
            glow = over(vec4<f32>(WHITE, struck * exp(-1800.0 * d * d) * (1.0 - share)), glow);
        }
        veil = 0.8 * (1.0 - clamp(lit, 0.0, 1.0)) * (1.0 - smoothstep(0.75, 1.0, share));
    }
    return over(glow, vec4<f32>(NIGHT, veil));
}
