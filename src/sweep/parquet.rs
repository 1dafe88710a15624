//! Rows as Parquet.

use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use crate::scenario::Scenario;
use crate::sweep::{Plan, Row, Sink, columns};

/// Rows of a group; the same for every file, so that the same rows give the same bytes.
const GROUP: usize = 16_384;

/// A Parquet file.
pub struct Parquet<'s> {
    scenario: &'s Scenario,
    writer: SerializedFileWriter<File>,
    waiting: Vec<Row>,
}

impl<'s> Parquet<'s> {
    /// Begins a file; what was played, and which rows of it are to come, stands in its footer.
    ///
    /// # Errors
    /// What the disk says.
    pub fn create(path: &Path, scenario: &'s Scenario, plan: &Plan, rows: &Range<usize>) -> Result<Self, String> {
        let file = File::create(path).map_err(|e| e.to_string())?;
        let note = |key: &str, value: String| KeyValue::new(key.to_owned(), Some(value));
        let policies: Vec<&str> = plan.bots.iter().map(|b| b.name()).collect();
        let kind = plan.counterpart.map_or("drawn", |kind| &scenario.rules.types[usize::from(kind)].id);
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(format!("six-hours {}", env!("CARGO_PKG_VERSION")))
            .set_key_value_metadata(Some(vec![
                note("scenario", scenario.rules.id.clone()),
                note("hash", scenario.rules_hash().to_owned()),
                note("policies", policies.join(",")),
                note("games", plan.games.to_string()),
                note("seed", plan.seed.to_string()),
                note("counterpart", kind.to_owned()),
                note("rows", format!("{}..{} of {}", rows.start, rows.end, plan.rows())),
            ]))
            .build();
        let writer =
            SerializedFileWriter::new(file, schema(scenario)?, Arc::new(properties)).map_err(|e| e.to_string())?;
        Ok(Self { scenario, writer, waiting: Vec::new() })
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.waiting);
        let rules = &self.scenario.rules;
        let hash = self.scenario.rules_hash();
        let mut group = self.writer.next_row_group()?;
        let text =
            |f: &dyn Fn(&Row) -> String| rows.iter().map(|r| ByteArray::from(f(r).into_bytes())).collect::<Vec<_>>();
        let number = |f: fn(&Row) -> f64| rows.iter().map(f).collect::<Vec<_>>();
        column::<ByteArrayType>(&mut group, &text(&|_| rules.id.clone()))?;
        column::<ByteArrayType>(&mut group, &text(&|_| hash.to_owned()))?;
        column::<ByteArrayType>(&mut group, &text(&|r| r.policy.to_owned()))?;
        column::<Int64Type>(&mut group, &rows.iter().map(|r| r.seed as i64).collect::<Vec<_>>())?;
        column::<ByteArrayType>(&mut group, &text(&|r| rules.types[usize::from(r.counterpart)].id.clone()))?;
        column::<ByteArrayType>(&mut group, &text(&|r| rules.endings[usize::from(r.ending)].id.clone()))?;
        let truths: [fn(&Row) -> bool; 4] = [|r| r.agreement, |r| r.ratified, |r| r.verified, |r| r.survived];
        for of in truths {
            column::<BoolType>(&mut group, &rows.iter().map(of).collect::<Vec<_>>())?;
        }
        column::<DoubleType>(&mut group, &number(|r| r.result))?;
        column::<Int32Type>(&mut group, &rows.iter().map(|r| r.decisions as i32).collect::<Vec<_>>())?;
        let numbers: [fn(&Row) -> f64; 5] =
            [|r| r.utility_us, |r| r.utility_them, |r| r.nash_distance, |r| r.frontier_distance, |r| r.face];
        for of in numbers {
            column::<DoubleType>(&mut group, &number(of))?;
        }
        for a in 0..rules.audiences.len() {
            column::<DoubleType>(&mut group, &rows.iter().map(|r| r.standing[a]).collect::<Vec<_>>())?;
        }
        column::<ByteArrayType>(&mut group, &text(&|r| format!("{:08x}", r.fingerprint)))?;
        group.close().map(|_| ())
    }
}

fn column<T: DataType>(group: &mut SerializedRowGroupWriter<'_, File>, values: &[T::T]) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("more columns than the schema has".into()));
    };
    column.typed::<T>().write_batch(values, None, None)?;
    column.close()
}

/// Text, truth, whole and real numbers, none of them ever missing.
fn schema(scenario: &Scenario) -> Result<TypePtr, String> {
    let field = |name: &str| {
        let base = |physical| Type::primitive_type_builder(name, physical).with_repetition(Repetition::REQUIRED);
        let built = match name {
            "scenario" | "hash" | "policy" | "counterpart" | "ending" | "fingerprint" => base(Physical::BYTE_ARRAY)
                .with_logical_type(Some(LogicalType::String))
                .with_converted_type(ConvertedType::UTF8)
                .build(),
            "seed" => base(Physical::INT64)
                .with_logical_type(Some(LogicalType::integer(64, false)))
                .with_converted_type(ConvertedType::UINT_64)
                .build(),
            "agreement" | "ratified" | "verified" | "survived" => base(Physical::BOOLEAN).build(),
            "decisions" => base(Physical::INT32).build(),
            _ => base(Physical::DOUBLE).build(),
        };
        built.map(Arc::new)
    };
    let fields: Result<Vec<TypePtr>, ParquetError> = columns(scenario).iter().map(|n| field(n)).collect();
    let fields = fields.map_err(|e| e.to_string())?;
    Type::group_type_builder("run").with_fields(fields).build().map(Arc::new).map_err(|e| e.to_string())
}

impl Sink for Parquet<'_> {
    fn put(&mut self, row: &Row) -> Result<(), String> {
        self.waiting.push(row.clone());
        if self.waiting.len() == GROUP { self.write_group().map_err(|e| e.to_string()) } else { Ok(()) }
    }

    fn close(mut self: Box<Self>) -> Result<(), String> {
        self.write_group().map_err(|e| e.to_string())?;
        let file = self.writer.into_inner().map_err(|e| e.to_string())?;
        file.sync_all().map_err(|e| e.to_string())
    }
}
