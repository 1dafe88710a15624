//! Many negotiations in one world, without words, moved together: what rollouts are played in.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use crate::negotiation::view::PlayerView;
use crate::negotiation::{Action, NONE, Negotiation, Pending, Turn, View, install, view};
use crate::scenario::Scenario;
use crate::scenario::rules::Rules;

/// Which place in the crowd an entity has.
#[derive(Component, Debug, Clone, Copy)]
struct Seat(usize);

/// A world of negotiations that are written over for each batch of games, never spawned again.
pub struct Crowd {
    scenario: Arc<Scenario>,
    world: World,
    seats: Vec<Entity>,
    taken: usize,
    playing: QueryState<(&'static Seat, PlayerView, &'static mut Pending)>,
}

impl Crowd {
    /// An empty one.
    pub fn new(scenario: Arc<Scenario>) -> Self {
        let mut world = World::new();
        install(&mut world, scenario.clone());
        let playing = world.query();
        Self { scenario, world, seats: Vec::new(), taken: 0, playing }
    }

    /// Sends everyone home.
    pub fn clear(&mut self) {
        self.taken = 0;
    }

    /// Seats a game, to go on from where it stands; returns its seat: 0, 1, 2 …
    pub fn seat(&mut self, game: Negotiation) -> usize {
        let seat = self.taken;
        self.taken += 1;
        match self.seats.get(seat) {
            Some(entity) => _ = self.world.entity_mut(*entity).insert(game),
            None => self.seats.push(self.world.spawn((game, Seat(seat))).id()),
        }
        seat
    }

    /// Takes one turn of every game that goes on: `choose` is given its seat and what its player may see, and answers
    /// with a legal action; with none, that game stands still. Returns how many moved.
    pub fn turn(&mut self, mut choose: impl FnMut(usize, View<'_>) -> Option<Action>) -> usize {
        let mut moved = 0;
        let all = self.playing.contiguous_iter_mut(&mut self.world).expect("components lie in tables");
        for (seats, views, mut pendings) in all {
            for (i, pending) in pendings.bypass_change_detection().iter_mut().enumerate() {
                let Seat(seat) = seats[i];
                let plays = seat < self.taken && views.story[i].ending == NONE;
                pending.0 = if plays { choose(seat, views.view(i)) } else { None };
                moved += usize::from(pending.0.is_some());
            }
        }
        if moved > 0 {
            self.world.run_schedule(Turn);
        }
        moved
    }

    /// What the player in a seat may see.
    pub fn view(&self, seat: usize) -> View<'_> {
        view(&self.world, self.seats[seat])
    }

    /// The state of a seat as data.
    pub fn snapshot(&self, seat: usize) -> Negotiation {
        Negotiation::of(&self.world, self.seats[seat])
    }

    /// What is played.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// Its numbers.
    pub fn rules(&self) -> &Rules {
        &self.scenario.rules
    }
}
