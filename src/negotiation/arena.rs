//! One negotiation in a world of its own, without words: what bots play on, game after game.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use crate::negotiation::{Action, NONE, Negotiation, Pending, Turn, View, install, reopen, view};
use crate::scenario::Scenario;
use crate::scenario::rules::Rules;

/// A world with one negotiation in it that is begun anew for each game, never spawned again.
pub struct Arena {
    scenario: Arc<Scenario>,
    world: World,
    entity: Entity,
}

impl Arena {
    /// An arena for a scenario; the first game has seed 0.
    pub fn new(scenario: Arc<Scenario>) -> Self {
        let mut world = World::new();
        install(&mut world, scenario.clone());
        let entity = Negotiation::new(&scenario.rules, 0).spawn(&mut world, false);
        Self { scenario, world, entity }
    }

    /// Begins a game.
    pub fn begin(&mut self, game: Negotiation) {
        self.world.entity_mut(self.entity).insert(game);
        reopen(&mut self.world, self.entity);
    }

    /// Goes on from a snapshot.
    pub fn go_on_from(&mut self, game: Negotiation) {
        self.world.entity_mut(self.entity).insert(game);
    }

    /// What the player may see.
    pub fn view(&self) -> View<'_> {
        view(&self.world, self.entity)
    }

    /// The numbers of the scenario.
    pub fn rules(&self) -> &Rules {
        &self.scenario.rules
    }

    /// Takes an action that is known to be legal.
    pub fn step(&mut self, action: Action) {
        if let Some(mut pending) = self.world.get_mut::<Pending>(self.entity) {
            pending.0 = Some(action);
        }
        self.world.run_schedule(Turn);
    }

    /// The story has ended.
    pub fn is_over(&self) -> bool {
        self.view().story.ending != NONE
    }

    /// The state as data.
    pub fn snapshot(&self) -> Negotiation {
        Negotiation::of(&self.world, self.entity)
    }
}
