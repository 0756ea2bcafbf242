"""Run by ``bench.duplicates`` in an environment of its own: splink on the same people, untuned.

It is given what a careful user would give it: names in Latin letters, numbers and phones without
signs, nothing where nothing usable stood. It trains itself on them, by the steps of its tutorial.
"""

import json
import resource
import sys
from pathlib import Path

import duckdb  # type: ignore[import-not-found]  # in the environment that bench.duplicates makes
import splink.comparison_library as cl  # type: ignore[import-not-found]
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI  # type: ignore[import-not-found]

SILENT = 40
LEAST = 0.05

people, answer = sys.argv[1:]
connection = duckdb.connect()
connection.execute("SET threads TO 2")
connection.execute(
    "CREATE TABLE people AS SELECT * FROM read_csv(?, all_varchar = true, nullstr = '')", [people]
)
settings = SettingsCreator(
    link_type="dedupe_only",
    comparisons=[
        cl.JaroWinklerAtThresholds("given", [0.92, 0.85, 0.7]).configure(
            term_frequency_adjustments=True
        ),
        cl.JaroWinklerAtThresholds("family", [0.92, 0.85, 0.7]).configure(
            term_frequency_adjustments=True
        ),
        cl.JaroWinklerAtThresholds("father", [0.92, 0.8]),
        cl.DateOfBirthComparison("birth", input_is_string=True),
        cl.ExactMatch("sex"),
        cl.LevenshteinAtThresholds("document", [1]),
        cl.ExactMatch("phone"),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("document"),
        block_on("phone", "given"),
        block_on("phone", "birth"),
        block_on("birth", "family"),
        block_on("birth", "given"),
        block_on("given", "family", "father"),
    ],
    retain_matching_columns=False,
)
linker = Linker(DuckDBAPI(connection=connection).register("people"), settings, log_level=SILENT)
sure = [block_on("document"), block_on("phone", "given", "birth")]
linker.training.estimate_probability_two_random_records_match(sure, recall=0.8)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
linker.training.estimate_parameters_using_expectation_maximisation(block_on("birth"))
linker.training.estimate_parameters_using_expectation_maximisation(block_on("phone"))
found = linker.inference.predict(threshold_match_probability=LEAST).as_duckdbpyrelation()
rows = found.project("unique_id_l, unique_id_r, match_probability").fetchall()
used = resource.getrusage(resource.RUSAGE_SELF)
told = {
    "pairs": [(int(one), int(other), probability) for one, other, probability in rows],
    "cpu_seconds": used.ru_utime + used.ru_stime,
}
Path(answer).write_text(json.dumps(told))
