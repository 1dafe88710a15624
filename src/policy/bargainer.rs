//! A bot that bargains: it aims at a package that may pass at home and that he may sign, begins at its own best, gives
//! way as its temper says, closes what it has got and takes what is good enough.

use std::sync::Arc;

use crate::bargaining::curve;
use crate::luck::Luck;
use crate::negotiation::{
    Action, Home, NONE, View, bits, book_reservation, book_worth, check, his_package, legal_actions, mine_now,
    open_issues, promise_rate, session,
};
use crate::policy::Policy;
use crate::policy::aims::{Aims, Belief, Sight, passes};
use crate::policy::scenes::Scenes;
use crate::policy::temper::{Temper, Tempers};
use crate::policy::way::Way;
use crate::scenario::rules::{ISSUES, ONE, OPTIONS, Package, Room, Rules, TYPES, TypeRule};

/// What a bargainer goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlook {
    /// What he showed of himself: the read.
    Reads,
    /// He is this type, from first to last.
    TakesHimFor(u8),
    /// It asks for this package, and opens the issues in this order, whoever he is.
    Asks(Package, [u8; ISSUES]),
}

/// The bot.
#[derive(Debug, Clone)]
pub struct Bargainer {
    tempers: Arc<Tempers>,
    outlook: Outlook,
    aims: Arc<Aims>,
    scenes: Arc<Scenes>,
    aim: Option<Package>,
    /// What was found when it looked for an aim; unused by one that asks for a stated package.
    sight: Sight,
    looked: Option<(u16, [u8; ISSUES], u8, u8)>,
}

impl Bargainer {
    /// Bargains with these tempers and this outlook; away from the table as `scenes` say.
    pub fn new(tempers: Arc<Tempers>, outlook: Outlook, aims: Arc<Aims>, scenes: Arc<Scenes>) -> Self {
        Self { tempers, outlook, aims, scenes, aim: None, sight: Sight::default(), looked: None }
    }

    fn belief(&self, rules: &Rules, view: View<'_>) -> Belief {
        std::array::from_fn(|k| match self.outlook {
            Outlook::Reads => f64::from(view.read.belief[k]),
            Outlook::TakesHimFor(kind) => f64::from(u8::from(k == usize::from(kind))),
            Outlook::Asks(..) if k < rules.drawn_types => rules.types[k].prior,
            Outlook::Asks(..) => 0.0,
        })
    }

    /// The temper of the moment: each number weighed by belief; yes and no, and counts, as the likeliest has it.
    fn temper(&self, belief: &Belief) -> Temper {
        let likeliest = (0..TYPES).max_by(|&a, &b| belief[a].total_cmp(&belief[b])).unwrap_or(0);
        let mut mean = [0.0; 9];
        for (temper, belief) in self.tempers.iter().zip(belief) {
            for (sum, number) in mean.iter_mut().zip(temper.numbers()) {
                *sum += belief * number;
            }
        }
        self.tempers[likeliest].with(mean)
    }

    /// The aim, looked for anew where the scene, what is closed, who was asked or his answer has changed.
    fn look(&mut self, rules: &Rules, home: &Home<'_>, belief: &Belief) {
        let view = home.view();
        if let Outlook::Asks(package, _) = self.outlook {
            let closed = view.table.closed;
            self.aim = Some(std::array::from_fn(|i| if closed[i] == NONE { package[i] } else { closed[i] }));
            return;
        }
        let reads = self.outlook == Outlook::Reads;
        let answers = if reads { view.table.answers } else { 0 };
        let now = (view.story.scene, view.table.closed, view.story.asked, answers);
        if self.looked == Some(now) {
            return;
        }
        self.looked = Some(now);
        let left = 1.0 - progress(rules, view);
        let price: Belief = std::array::from_fn(|k| {
            let (temper, last) = (&self.tempers[k], f64::from(view.read.last[k]));
            if k >= rules.drawn_types {
                return 0.0;
            }
            let least = book_reservation(rules, view, k);
            let still = if reads && last > least { (last - least) * (1.0 - temper.waits * left) } else { 0.0 };
            least + still + temper.slack
        });
        self.aims.look(rules, home, belief, &price, &mut self.sight);
        self.aim = self.sight.found.map(|n| self.aims.package(n));
    }

    fn at_table(&mut self, rules: &Rules, view: View<'_>) -> Option<Action> {
        let belief = self.belief(rules, view);
        let temper = self.temper(&belief);
        let home = Home::new(rules, view);
        self.look(rules, &home, &belief);
        let may = |action: Action| check(rules, view, &action).ok().map(|()| action);
        let Some(aim) = self.aim else {
            return may(Action::Adjourn);
        };
        let moment = Moment::new(rules, &home, &temper, &aim, &belief, self.outlook);
        let aim_passes = || match self.sight.found {
            Some(n) => self.aims.passes(n, &home, &mut self.sight),
            None => passes(rules, &home, &aim),
        };
        moment
            .take(&may, aim_passes)
            .or_else(|| moment.agenda(&may))
            .or_else(|| moment.close(&may))
            .or_else(|| moment.prepare(&may))
            .or_else(|| moment.write(&may))
            .or_else(|| moment.offer(&may))
            .or_else(|| may(Action::Adjourn))
    }
}

impl Policy for Bargainer {
    fn choose(&mut self, rules: &Rules, view: View<'_>, _luck: &mut Luck) -> Option<Action> {
        let Some(table) = session(rules, view) else {
            let belief = self.belief(rules, view);
            return self.scenes.choose(rules, view, &belief);
        };
        let leaves = || check(rules, view, &Action::Adjourn).ok().map(|()| Action::Adjourn);
        let action = if table.rehearsal.is_some() { leaves() } else { self.at_table(rules, view) };
        action.or_else(|| legal_actions(rules, view).last().copied())
    }
}

type May<'a> = &'a dyn Fn(Action) -> Option<Action>;

/// One moment at the table, seen from this side.
struct Moment<'a> {
    rules: &'a Rules,
    view: View<'a>,
    home: &'a Home<'a>,
    temper: &'a Temper,
    aim: &'a Package,
    belief: &'a Belief,
    outlook: Outlook,
    his: Option<Package>,
    trust: f64,
    /// What a promise counts for with him now.
    rate: f64,
    /// Issues that are open, by bit.
    open: u8,
    /// Share of the time gone in which this temper gives way.
    time: f64,
}

impl<'a> Moment<'a> {
    fn new(
        rules: &'a Rules,
        home: &'a Home<'a>,
        temper: &'a Temper,
        aim: &'a Package,
        belief: &'a Belief,
        outlook: Outlook,
    ) -> Self {
        let view = home.view();
        let time = (progress(rules, view) / temper.until.max(0.05)).min(1.0);
        let trust = view.standing.trust(rules.host);
        let (his, rate) = (his_package(rules, view), promise_rate(rules, view));
        let open = open_issues(rules, view.table).fold(0, |all, i| all | 1 << i);
        Self { rules, view, home, temper, aim, belief, outlook, his, trust, rate, open, time }
    }

    fn own(&self, package: &Package) -> f64 {
        f64::from(self.rules.player.of(package)) / f64::from(ONE)
    }

    /// What an option of one issue is worth to this side.
    fn part(&self, issue: usize, option: u8) -> i32 {
        self.rules.player.worth[issue][usize::from(option)]
    }

    fn is_open(&self, issue: usize) -> bool {
        self.open >> issue & 1 == 1
    }

    fn open_issues(&self) -> impl Iterator<Item = usize> {
        (0..self.rules.issues.len()).filter(|&i| self.is_open(i))
    }

    /// What a package is worth above the status quo.
    fn gain(&self, package: &Package) -> f64 {
        (self.own(package) - self.own(&self.rules.status_quo())).max(0.0)
    }

    /// Takes what lies there if it promises as much as the aim, or nearly so late, and may pass at home: what a package
    /// promises is its gain, if those at home carry it.
    fn take(&self, may: May<'_>, aim_passes: impl FnOnce() -> f64) -> Option<Action> {
        let his = self.his.filter(|his| self.rules.player.of(his) >= self.rules.player.reservation)?;
        let gain = self.gain(&his);
        let enough = self.gain(self.aim) * aim_passes() * (1.0 - self.temper.yields * self.time);
        if gain < enough {
            return None;
        }
        // A part, offered in the hope of the rest, he would not sign.
        let signs =
            |k: &usize| book_worth(self.rules, self.rate, *k, &his) >= book_reservation(self.rules, self.view, *k);
        let whole: f64 = (0..self.rules.drawn_types).filter(signs).map(|k| self.belief[k]).sum();
        let good = whole >= 0.5 && gain * passes(self.rules, self.home, &his) >= enough;
        good.then(|| may(Action::Accept)).flatten()
    }

    /// Opens what the aim changes: demands before promises, which are best spent when the rest is known.
    fn agenda(&self, may: May<'_>) -> Option<Action> {
        let most = usize::from(self.rules.table.agenda);
        let (mut list, mut all, mut open) = ([0; ISSUES], 0, 0);
        for (i, issue) in self.rules.issues.iter().enumerate() {
            let is_open = self.is_open(i);
            if is_open || (self.aim[i] != issue.status_quo && self.view.table.closed[i] == NONE) {
                list[all] = i;
                all += 1;
                open += usize::from(is_open);
            }
        }
        if self.view.table.agenda != 0 && open >= all.min(most) {
            return None;
        }
        let list = &mut list[..all];
        let promises = (0..self.rules.issues.len()).filter(|&i| self.rules.issues[i].promise);
        // One promise comes early, as the coin to pay with.
        let coin = promises.max_by_key(|&i| self.to_him_part(i, self.aim[i]));
        list.sort_unstable_by_key(|&i| match self.outlook {
            Outlook::Asks(_, order) => (!self.is_open(i), order.iter().position(|&o| usize::from(o) == i).unwrap_or(i)),
            _ => {
                let later = usize::from(self.rules.issues[i].promise) * ISSUES;
                (!self.is_open(i), if coin == Some(i) { 0 } else { 1 + later + i })
            }
        });
        may(Action::Agenda(list.iter().take(most).fold(0, |m, i| m | 1 << i)))
    }

    fn to_him_part(&self, issue: usize, option: u8) -> i64 {
        (0..self.rules.drawn_types)
            .map(|k| {
                (self.belief[k] * f64::from(self.rules.types[k].book.utility.worth[issue][usize::from(option)])) as i64
            })
            .sum()
    }

    /// Closes an issue on which he offers what the aim asks, so that others find room.
    fn close(&self, may: May<'_>) -> Option<Action> {
        let his = self.his?;
        if self.trust < self.temper.closes.max(self.rules.table.initial_trust) {
            return None;
        }
        // At his option; or one step beyond, toward yours, if the last was at his.
        let closes_at = |i: usize| match self.view.table.mine[i] {
            mine if self.view.table.last_close_was_his && mine > his[i] => his[i] + 1,
            mine if self.view.table.last_close_was_his && mine < his[i] => his[i] - 1,
            _ => his[i],
        };
        let got = |i: usize| {
            let rule = &self.rules.issues[i];
            !rule.promise && his[i] != rule.status_quo && closes_at(i) == self.aim[i]
        };
        self.open_issues().filter(|&i| got(i)).find_map(|i| may(Action::Close(i as u8)))
    }

    /// Warms and probes.
    fn prepare(&self, may: May<'_>) -> Option<Action> {
        if self.trust < self.temper.warms
            && self.view.table.gestures < 2
            && let Some(action) = may(Action::Gesture(true))
        {
            return Some(action);
        }
        let probed = self.view.table.probed.iter().filter(|&&p| p != NONE).count();
        if probed < usize::from(self.temper.probes) {
            let unasked = self.open_issues().filter(|&i| self.view.table.probed[i] == NONE);
            let dearest = unasked.max_by_key(|&i| {
                (self.rules.issues[i].promise, self.to_him_part(i, (self.rules.issues[i].options.len() - 1) as u8))
            });
            return dearest.and_then(|i| may(Action::Probe(i as u8)));
        }
        None
    }

    /// Asks for what he offers in writing: when nothing else can be settled any more, or away from the main table.
    fn write(&self, may: May<'_>) -> Option<Action> {
        let his = self.his?;
        let late = self.view.table.minutes_left <= self.rules.table.only_settling;
        let main = session(self.rules, self.view).is_some_and(|s| s.room == Room::Principals);
        if self.trust < self.temper.writes.max(self.rules.table.write_trust) || (main && !late) {
            return None;
        }
        let closed = |i: usize| self.view.table.closed[i] != NONE;
        let gains = |i: &usize| self.part(*i, his[*i]) > self.part(*i, self.rules.issues[*i].status_quo);
        let worth_it = (0..self.rules.issues.len()).filter(|&i| !closed(i)).filter(gains);
        worth_it.max_by_key(|&i| self.part(i, his[i])).and_then(|i| may(Action::Write(i as u8)))
    }

    /// The next offer: of the drafts between its own best and the aim that are worth what it asks now, the one most
    /// welcome to him. The same is not said twice: it refuses him by name, or goes a step further.
    fn offer(&self, may: May<'_>) -> Option<Action> {
        let mine = mine_now(self.rules, self.view);
        let dear = self.dear(&mine);
        let way = self.way(&mine, &dear);
        let package = way.worth(self.asks(&way));
        if !self.view.table.is(bits::MINE) || mine != package {
            return may(Action::Propose(package));
        }
        if let (true, Some(his)) = (self.temper.refuses, self.his) {
            let pressed = self.open_issues().max_by_key(|&i| self.part(i, self.aim[i]) - self.part(i, his[i]));
            if let Some(action) = pressed.and_then(|i| may(Action::Refuse(i as u8))) {
                return Some(action);
            }
        }
        may(Action::Propose(way.beyond(&mine)))
    }

    /// The way from the best for this side to the aim; issues that are not open stand as they do in `mine`.
    fn way<'d>(&'d self, mine: &Package, dear: &'d [[f64; OPTIONS]; ISSUES]) -> Way<'d> {
        let rules = self.rules;
        let (mut best, mut least) = (*mine, *mine);
        for i in self.open_issues() {
            let row = &rules.player.worth[i][..rules.issues[i].options.len()];
            best[i] = (0..row.len()).max_by_key(|&o| row[o]).unwrap_or(0) as u8;
            // What he offers already is not asked for at a lower price.
            let (aim, given) = (self.aim[i], self.his.map_or(self.aim[i], |his| his[i]));
            least[i] = if self.part(i, given) > self.part(i, aim) { given } else { aim };
        }
        Way::between(rules, best, least, dear)
    }

    /// The least it asks of its next offer: between its own best and the aim, as its temper gives way.
    fn asks(&self, way: &Way<'_>) -> f64 {
        let (high, floor) = (self.own(&way.best), self.own(&way.least));
        floor + (high - floor) * (1.0 - self.given())
    }

    /// What the options that each issue can come to would be worth to him, as far as this side can tell; of an issue that
    /// is not open it is the one of `mine`.
    fn dear(&self, mine: &Package) -> [[f64; OPTIONS]; ISSUES] {
        let mut dear = [[0.0; OPTIONS]; ISSUES];
        let books = || self.belief.iter().zip(&self.rules.types[..self.rules.drawn_types]);
        for (i, (issue, dear)) in self.rules.issues.iter().zip(&mut dear).enumerate() {
            let counts = if issue.promise { self.rate } else { 1.0 } / f64::from(ONE);
            if self.is_open(i) {
                for (belief, rule) in books() {
                    for (dear, worth) in dear.iter_mut().zip(&rule.book.utility.worth[i]) {
                        *dear += belief * f64::from(*worth);
                    }
                }
                for dear in dear {
                    *dear *= counts;
                }
            } else {
                let option = usize::from(mine[i]);
                let worth = |rule: &TypeRule| f64::from(rule.book.utility.worth[i][option]);
                dear[option] = counts * books().map(|(belief, rule)| belief * worth(rule)).sum::<f64>();
            }
        }
        dear
    }

    /// Share of the way given: with time, and step for step with him.
    fn given(&self) -> f64 {
        let by_time = curve::conceded(0.0, self.temper.beta, self.time);
        let steps: u32 = [0usize, 4, 3].iter().map(|&c| u32::from(self.view.ledger.his[c])).sum();
        let in_kind = (f64::from(steps) / 5.0).min(1.0);
        (1.0 - self.temper.mirrors) * by_time + self.temper.mirrors * in_kind
    }
}

/// Share of the time at the main table that is gone; all of it at tables with others.
fn progress(rules: &Rules, view: View<'_>) -> f64 {
    let Some(table) = session(rules, view) else { return 1.0 };
    if table.room != Room::Principals {
        return 1.0;
    }
    let gone = f64::from(table.minutes) * f64::from(view.table.session.saturating_sub(1))
        + f64::from(table.minutes - view.table.minutes_left).max(0.0);
    (gone / rules.table.horizon).min(1.0)
}
