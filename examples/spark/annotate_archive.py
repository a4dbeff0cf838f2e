"""Analyses an archive of articles with copydesk on Spark: JSON lines in, the analysis of each article out.

    spark-submit annotate_archive.py archive.jsonl analysed --newsroom newsroom --fields text=body,date=dct

Each partition of the archive is piped through one `copydesk export --jsonl`; see the README beside this file.
"""

import argparse
import json
import pathlib
import shlex
import shutil
import subprocess

from pyspark.sql import SparkSession
from pyspark.sql import types as spark

# Lines of JSON begin with a brace: this is what a line of an error message is known by.
MARK = "!"

# Runs a program ($@) and passes on its output. If it fails, its standard error follows, marked.
WRAPPER = (
    'said=$(mktemp) || exit 2; trap \'rm -f "$said"\' EXIT; "$@" 2>"$said"; code=$?; '
    f'[ "$code" -eq 0 ] || sed "s/^/{MARK}/" "$said"; exit "$code"'
)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("input", help="JSON lines, as Spark names them: a file, a folder, a pattern, hdfs://…, s3a://…")
    parser.add_argument("output", help="the folder that Spark writes; it must not exist")
    parser.add_argument("--format", choices=["json", "parquet"], default="json")
    parser.add_argument("--partitions", type=int, default=1, help="in how many parts the archive is read at least")
    parser.add_argument("--copydesk", default="copydesk", help="the program, on every machine")
    parser.add_argument("--newsroom", default=".", help="the folder of copydesk.toml and the registry, on every machine")
    parser.add_argument("--fields", help="other names of the fields: id=key,text=body,date=dct")
    parser.add_argument("--only", choices=["dates", "mentions", "findings"], help="skip the rest of the work")
    parser.add_argument("--lang", help="the language of all articles")
    return parser.parse_args()


def command(options):
    """What each partition is piped through. The workers' cores are Spark's to give: one process, one thread."""
    copydesk = shutil.which(options.copydesk) or options.copydesk
    if pathlib.Path(copydesk).exists():
        copydesk = str(pathlib.Path(copydesk).resolve())
    words = [copydesk, "export", "--jsonl", "--jobs", "1"]
    for name in ["fields", "only", "lang"]:
        if getattr(options, name):
            words += [f"--{name}", getattr(options, name)]
    inside = 'cd "$1" && shift && exec "$@"'
    words = ["sh", "-c", inside, "sh", options.newsroom, *words, "-"]
    return shlex.join(["sh", "-c", WRAPPER, "sh", *words])


def checked(partition, lines):
    """The lines of a partition, as long as copydesk did its work: a part of the archive is never taken for the whole."""
    said = []
    try:
        for line in lines:
            if line.startswith(MARK):
                said.append(line.removeprefix(MARK))
            elif line.startswith('{"id":"-:'):
                # Without an id of its own an article is named by its line, which counts within the partition.
                raise ValueError(f"partition {partition}: an article has no id; name its field with --fields id=NAME")
            else:
                yield line
    except ValueError:
        raise
    except Exception as error:
        # Spark tells the exit code alone.
        raise RuntimeError("\n".join([f"partition {partition}: copydesk failed", *said])) from error


def spark_type(schema, definitions):
    """The type of Spark for a JSON Schema."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rsplit("/", 1)[1]]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    [kind] = [kind for kind in kinds if kind != "null"]
    if kind == "object":
        return spark.StructType(
            [spark.StructField(name, spark_type(value, definitions)) for name, value in schema["properties"].items()]
        )
    if kind == "array":
        return spark.ArrayType(spark_type(schema["items"], definitions))
    return {"string": spark.StringType(), "integer": spark.LongType(), "boolean": spark.BooleanType()}[kind]


def table_schema(options):
    """The columns of the analysis, as the program itself describes them."""
    program = shutil.which(options.copydesk) or options.copydesk
    printed = subprocess.run([program, "schema", "export-jsonl"], check=True, capture_output=True)
    schema = json.loads(printed.stdout)
    return spark_type(schema, schema["definitions"])


def main():
    options = arguments()
    session = SparkSession.builder.appName("copydesk").getOrCreate()
    articles = session.sparkContext.textFile(options.input, options.partitions)
    analysed = articles.pipe(command(options), checkCode=True).mapPartitionsWithIndex(checked)
    if options.format == "json":
        analysed.saveAsTextFile(options.output)
    else:
        session.read.schema(table_schema(options)).json(analysed, mode="FAILFAST").write.parquet(options.output)
    session.stop()


if __name__ == "__main__":
    main()
