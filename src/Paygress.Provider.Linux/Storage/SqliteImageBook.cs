using System.Collections.Immutable;
using Paygress.Provider.Core.Images;

namespace Paygress.Provider.Linux.Storage;

/// <summary>The images that we fetched, in the store.</summary>
internal sealed class SqliteImageBook(StoreDatabase database) : IImageBook
{
    private const char Between = ' '; // no reference holds one

    /// <inheritdoc />
    public Task<ImmutableArray<PulledImage>> ListAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.Query(
            """
            SELECT
                i.image_id, i.tags, i.size_bytes,
                max(i.pulled_at, coalesce((SELECT max(l.ended_at) FROM leases l WHERE l.image_id = i.image_id), 0)) AS used_at,
                EXISTS (SELECT 1 FROM leases l WHERE l.image_id = i.image_id AND l.state NOT IN ('ended', 'failed')) AS in_use
            FROM images i
            """,
            Read).ToImmutableArray(),
        cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<string>> ListBegunAsync(CancellationToken cancellationToken) => database.ReadAsync(
        connection => connection.Query(
            """
            SELECT reference FROM image_pulls ORDER BY reference
            """,
            row => row.Text("reference")).ToImmutableArray(),
        cancellationToken);

    /// <inheritdoc />
    public Task BeginAsync(string reference, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute(
            """
            INSERT INTO image_pulls (reference) VALUES (@reference) ON CONFLICT DO NOTHING
            """,
            ("@reference", reference)),
        cancellationToken,
        "BeginImage");

    /// <inheritdoc />
    public Task AddAsync(string reference, PulledImage image, CancellationToken cancellationToken) => database.WriteAsync(
        connection =>
        {
            connection.Execute(
                """
                INSERT INTO images (image_id, tags, size_bytes, pulled_at) VALUES (@image_id, @tags, @size_bytes, @pulled_at)
                ON CONFLICT (image_id) DO UPDATE SET tags = excluded.tags, pulled_at = excluded.pulled_at
                """,
                ("@image_id", image.Id),
                ("@tags", string.Join(Between, image.Tags)),
                ("@size_bytes", image.SizeBytes),
                ("@pulled_at", StoredTime.Of(image.LastUsedAt)));
            return End(connection, reference);
        },
        cancellationToken,
        "AddImage");

    /// <inheritdoc />
    public Task EndAsync(string reference, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => End(connection, reference), cancellationToken, "EndImage");

    /// <inheritdoc />
    public Task ForgetAsync(string imageId, CancellationToken cancellationToken) => database.WriteAsync(
        connection => connection.Execute(
            """
            DELETE FROM images WHERE image_id = @image_id
            """,
            ("@image_id", imageId)),
        cancellationToken,
        "ForgetImage");

    private static int End(Microsoft.Data.Sqlite.SqliteConnection connection, string reference) => connection.Execute(
        """
        DELETE FROM image_pulls WHERE reference = @reference
        """,
        ("@reference", reference));

    private static PulledImage Read(StoredRow row) => new(
        row.Text("image_id"),
        row.Number("size_bytes"),
        [.. row.Text("tags").Split(Between, StringSplitOptions.RemoveEmptyEntries)],
        row.Moment("used_at"),
        row.Flag("in_use"));
}
