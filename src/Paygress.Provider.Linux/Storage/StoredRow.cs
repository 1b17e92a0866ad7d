using Microsoft.Data.Sqlite;

namespace Paygress.Provider.Linux.Storage;

/// <summary>The row that a reader stands on, by column name.</summary>
internal readonly struct StoredRow(SqliteDataReader reader)
{
    public string Text(string column) => reader.GetString(reader.GetOrdinal(column));

    public string? TextOrNone(string column) => reader.IsDBNull(reader.GetOrdinal(column)) ? null : Text(column);

    public long Number(string column) => reader.GetInt64(reader.GetOrdinal(column));

    public long? NumberOrNone(string column) => reader.IsDBNull(reader.GetOrdinal(column)) ? null : Number(column);

    public int SmallNumber(string column) => checked((int)Number(column));

    public int? SmallNumberOrNone(string column) => reader.IsDBNull(reader.GetOrdinal(column)) ? null : SmallNumber(column);

    public bool Flag(string column) => Number(column) != 0;

    public byte[] Bytes(string column) => reader.GetFieldValue<byte[]>(reader.GetOrdinal(column));

    public DateTimeOffset Moment(string column) => StoredTime.Moment(Number(column));

    public DateTimeOffset? MomentOrNone(string column) => reader.IsDBNull(reader.GetOrdinal(column)) ? null : Moment(column);
}
