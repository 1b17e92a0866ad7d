using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Testing;
using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Storage;

public sealed class LeaseFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeLogger<LeaseFileImport> _logger = new();
    private readonly OrphanPolicy _orphans = new(mayRemove: true);
    private readonly StoreDatabase _books;
    private readonly LeaseFiles _files;

    public LeaseFileTests()
    {
        _books = OpenStore.In(_folder.Path);
        _files = new LeaseFiles(_folder.Path);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _books.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task RunAsync_BooksWithoutTheLease_RestoresAllOfIt()
    {
        var lease = Full();
        (await _files.PrepareAsync(lease, Token)).IsDone.ShouldBeTrue();

        await ImportAsync();

        var restored = (await Books.FindAsync(lease.Id, Token)).ShouldNotBeNull();
        restored.Version.ShouldBe(lease.Version + Lease.RestoredAhead);
        foreach (var property in typeof(Lease).GetProperties().Where(p => p.CanWrite && p.Name != nameof(Lease.Version)))
        {
            Text(property.GetValue(restored)).ShouldBe(Text(property.GetValue(lease)), property.Name);
        }

        (await Books.ListEventsAsync(lease.Id, Token)).ShouldHaveSingleItem().Name.ShouldBe("Restored");
        _logger.Collector.GetSnapshot().ShouldHaveSingleItem().Id.Id.ShouldBe(EventIds.LeaseRestored);
        _orphans.MayRemove.ShouldBeTrue();
    }

    [Fact]
    public void Full_Lease_HasAValueInEveryProperty() =>
        typeof(Lease).GetProperties().Where(p => p.CanWrite && p.Name is not (nameof(Lease.EndedAt) or nameof(Lease.EndReason) or nameof(Lease.Code) or nameof(Lease.NextEvictionAt) or nameof(Lease.HoldUntil) or nameof(Lease.EvictionAttempts)))
            .Where(p => Equals(p.GetValue(Full()), p.PropertyType.IsValueType ? Activator.CreateInstance(p.PropertyType) : null))
            .ShouldBeEmpty("a file test that does not fill it proves nothing of it");

    [Fact]
    public async Task RunAsync_Twice_RestoresOnce()
    {
        await _files.PrepareAsync(Full(), Token);

        await ImportAsync();
        await ImportAsync();

        _logger.Collector.Count.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_BooksAreOlder_TakesTheLaterEnd()
    {
        var lease = Full();
        await _files.PrepareAsync(lease, Token);
        await ImportAsync();
        var restored = (await Books.FindAsync(lease.Id, Token))!;
        var extended = lease with { Version = restored.Version + 3, Duration = lease.Duration * 2, ExpiresAt = lease.ExpiresAt + lease.Duration };
        await _files.PrepareAsync(extended, Token);

        await ImportAsync();

        (await Books.FindAsync(lease.Id, Token))!.ExpiresAt.ShouldBe(extended.ExpiresAt);
    }

    // The lost books went on after the lease's file was written, and must not win over what was sold since.
    [Fact]
    public async Task RunAsync_LostBooksAreBroughtBack_TakesTheEndThatIsLater()
    {
        var lease = Full();
        await _files.PrepareAsync(lease, Token);
        await ImportAsync();
        var restored = (await Books.FindAsync(lease.Id, Token))!;
        var extended = restored with { Version = restored.Version + 1, ExpiresAt = restored.ExpiresAt + lease.Duration };
        await _files.PrepareAsync(extended, Token);
        using var folder = new TempFolder();
        using var lost = OpenStore.In(folder.Path);
        await new SqliteLeaseStore(lost).RestoreAsync(lease with { Version = lease.Version + 5 }, Some.Now, Token);

        await new LeaseFileImport(lost, _files, _orphans, _logger).RunAsync(Some.Now, Token);

        (await new SqliteLeaseStore(lost).FindAsync(lease.Id, Token))!.ExpiresAt.ShouldBe(extended.ExpiresAt);
    }

    [Fact]
    public async Task RunAsync_BooksAreNewer_ChangesNothing()
    {
        var lease = Full();
        await _files.PrepareAsync(lease, Token);
        await ImportAsync();
        await Books.ApplyAsync(lease.Id, new LeaseEvent.Released(null, Some.Now), Token);

        await ImportAsync();

        (await Books.FindAsync(lease.Id, Token))!.State.ShouldBe(LeaseState.Evicting);
    }

    [Theory]
    [InlineData("state", "\"nonsense\"")]
    [InlineData("state", "\"ended\"")]
    [InlineData("version", "\"seven\"")]
    [InlineData("version", "1.5")]
    [InlineData("owner", "\"two words\"")]
    [InlineData("lease_id", "\"../../etc\"")]
    [InlineData("workload", "\"{}\"")]
    [InlineData("workload", "\"null\"")]
    [InlineData("workload", "null")]
    [InlineData("workload", "\"{\\\"tier\\\":null}\"")]
    [InlineData("workload", "\"{\\\"ports\\\":[null]}\"")]
    [InlineData("workload", "\"{\\\"ports\\\":null}\"")]
    [InlineData("workload", "\"{\\\"capabilities\\\":[null]}\"")]
    [InlineData("workload", "\"{\\\"ulimits\\\":null}\"")]
    [InlineData("expires_at", "9223372036854775807")]
    [InlineData("created_at", "null")]
    [InlineData("ports", "\"[null]\"")]
    [InlineData("restarts", "99999999999")]
    public async Task RunAsync_DamagedColumn_IsToldAndKept(string column, string value)
    {
        await _files.PrepareAsync(Full(), Token);
        var path = _files.List().Single();
        var json = JsonNode.Parse(await File.ReadAllTextAsync(path, Token))!;
        json["lease"]![column] = JsonNode.Parse(value);
        await File.WriteAllTextAsync(path, json.ToJsonString(), Token);

        await ImportAsync();

        await ShouldBeToldAndKeptAsync(path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"lease\": 7}")]
    [InlineData("{\"version\": 1}")]
    [InlineData("{\"version\": 1, \"lease\": 7}")]
    public async Task RunAsync_NoSuchFile_IsToldAndKept(string content)
    {
        var path = Path.Combine(_folder.Path, "leases", "x.json");
        await File.WriteAllTextAsync(path, content, Token);

        await ImportAsync();

        await ShouldBeToldAndKeptAsync(path);
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "it is of format 2, and this provider knows 1 alone")]
    [InlineData("\"version\": 1,", "", "it is not the file of a lease")]
    [InlineData("it did not work", "\\ud800", "surrogate")]
    [InlineData("\"state\"", "\"state\": \"active\", \"state\"", "uplicate")]
    public async Task RunAsync_OtherFormat_IsToldAndKept(string old, string other, string reason)
    {
        await _files.PrepareAsync(Full(), Token);
        var path = _files.List().Single();
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, Token)).Replace(old, other, StringComparison.Ordinal), Token);

        await ImportAsync();

        await ShouldBeToldAndKeptAsync(path);
        _logger.LatestRecord.Message.ShouldContain(reason);
    }

    // A copy that somebody keeps would bring back a lease that is over.
    [Fact]
    public async Task RunAsync_UnderAnotherName_IsToldAndKept()
    {
        await _files.PrepareAsync(Full(), Token);
        var path = Path.Combine(_folder.Path, "leases", "copy.json");
        File.Move(_files.List().Single(), path);

        await ImportAsync();

        await ShouldBeToldAndKeptAsync(path);
    }

    [Fact]
    public async Task RunAsync_LargerThanAnyLease_IsNotEvenRead()
    {
        var path = Path.Combine(_folder.Path, "leases", "x.json");
        using (var file = File.Create(path))
        {
            file.SetLength(1L << 40);
        }

        await ImportAsync();

        await ShouldBeToldAndKeptAsync(path);
    }

    [Fact]
    public async Task RunAsync_NumberHeldByAnother_IsToldAndKept()
    {
        var lease = Full();
        await _files.PrepareAsync(lease, Token);
        await ImportAsync();
        var other = lease with { Id = LeaseId.New(Some.Now), RequestId = Some.RequestId() };
        await _files.PrepareAsync(other, Token);

        await ImportAsync();

        (await Books.FindAsync(other.Id, Token)).ShouldBeNull();
        _logger.Collector.LatestRecord.Id.Id.ShouldBe(EventIds.LeaseFileNotUsed);
    }

    // A copy of the books from before the end of the other, whose number was given again.
    [Fact]
    public async Task RunAsync_NumberHeldByALeaseWithoutAFile_EndsThatOneAndRestores()
    {
        var over = Full();
        await _files.PrepareAsync(over, Token);
        await ImportAsync();
        await _files.ForgetAsync(over.Id, Token);
        var newer = over with { Id = LeaseId.New(Some.Now), RequestId = Some.RequestId() };
        await _files.PrepareAsync(newer, Token);

        await ImportAsync();

        (await Books.FindAsync(newer.Id, Token)).ShouldNotBeNull().ExpiresAt.ShouldBe(newer.ExpiresAt);
        var ended = (await Books.FindAsync(over.Id, Token)).ShouldNotBeNull();
        (ended.State, ended.EndReason).ShouldBe((LeaseState.Ended, EndReason.ContainerLost));
        _logger.Collector.LatestRecord.Id.Id.ShouldBe(EventIds.LeaseSuperseded);
        _orphans.MayRemove.ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_FileFromBeforeEndsWereHeld_IsRestored()
    {
        var lease = Some.Lease();
        await _files.PrepareAsync(lease, Token);
        var path = _files.List().Single();
        var json = JsonNode.Parse(await File.ReadAllTextAsync(path, Token))!;
        foreach (var column in (string[])["held", "confirmed_by", "confirmed_for_ms"])
        {
            json["lease"]!.AsObject().Remove(column).ShouldBeTrue();
        }

        await File.WriteAllTextAsync(path, json.ToJsonString(), Token);

        await ImportAsync();

        (await Books.FindAsync(lease.Id, Token)).ShouldNotBeNull().Held.ShouldBeFalse();
    }

    [Fact]
    public async Task RunAsync_FileOfALaterVersion_IsRestoredWithoutWhatItSaysBeside()
    {
        var lease = Full();
        await _files.PrepareAsync(lease, Token);
        var path = _files.List().Single();
        var json = JsonNode.Parse(await File.ReadAllTextAsync(path, Token))!;
        var workload = JsonNode.Parse(json["lease"]!["workload"]!.GetValue<string>())!;
        workload["gpu"] = 1;
        workload["tier"]!["gpu_memory_mb"] = 24000;
        json["lease"]!["workload"] = workload.ToJsonString();
        await File.WriteAllTextAsync(path, json.ToJsonString(), Token);

        await ImportAsync();

        Text((await Books.FindAsync(lease.Id, Token)).ShouldNotBeNull().Workload).ShouldBe(Text(lease.Workload));
    }

    [Fact]
    public async Task RunAsync_MemberIsDamaged_IsNotTakenForALaterVersions()
    {
        await _files.PrepareAsync(Full(), Token);
        var path = _files.List().Single();
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, Token)).Replace("encrypted", "encryptee", StringComparison.Ordinal), Token);

        await ImportAsync();

        await ShouldBeToldAndKeptAsync(path);
    }

    // Somebody may still get more out of a file that could not be used.
    [Fact]
    public async Task PrepareAsync_RebuiltLease_KeepsTheFileThatCouldNotBeUsed()
    {
        var lease = Some.Lease() with { Held = true, Version = Lease.RebuiltVersion };
        var path = _files.PathOf(lease.Id);
        await File.WriteAllTextAsync(path, "damaged", Token);

        await _files.PrepareAsync(lease, Token);
        await _files.PrepareAsync(lease, Token);

        (await LeaseFiles.ReadAsync(path, Token)).Held.ShouldBeTrue();
        (await File.ReadAllTextAsync(path + ".unused", Token)).ShouldBe("damaged");
        _files.List().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ForgetAsync_ThenAgain_LeavesNothing()
    {
        var lease = Full();
        await _files.PrepareAsync(lease, Token);
        File.GetUnixFileMode(_files.List().Single()).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        LeaseFiles.AnyIn(_folder.Path).ShouldBeTrue();

        (await _files.ForgetAsync(lease.Id, Token)).IsDone.ShouldBeTrue();
        _files.List().ShouldBeEmpty();
        (await _files.ForgetAsync(lease.Id, Token)).IsDone.ShouldBeTrue();
        LeaseFiles.AnyIn(_folder.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task WriteMissingAsync_LeaseOfATimeBeforeThereWereFiles_GetsOne()
    {
        var lease = Full();
        await _files.PrepareAsync(lease, Token);
        await ImportAsync();
        await _files.ForgetAsync(lease.Id, Token);
        _files.List().ShouldBeEmpty();

        await Import.WriteMissingAsync(Token);

        (await LeaseFiles.ReadAsync(_files.List().ShouldHaveSingleItem(), Token)).ExpiresAt.ShouldBe(lease.ExpiresAt);
    }

    [Fact]
    public async Task ListAsync_Files_AreTheirLeases()
    {
        var lease = Full();
        await _files.PrepareAsync(lease, Token);

        (await _files.ListAsync(Token)).Value().Leases.ShouldBe([lease.Id]);
    }

    private LeaseFileImport Import => new(_books, _files, _orphans, _logger);

    private SqliteLeaseStore Books => new(_books);

    private Task ImportAsync() => Import.RunAsync(Some.Now, Token);

    private async Task ShouldBeToldAndKeptAsync(string path)
    {
        (await Books.ListAsync([], Token)).ShouldBeEmpty();
        _logger.Collector.GetSnapshot().ShouldHaveSingleItem().Id.Id.ShouldBe(EventIds.LeaseFileNotUsed);
        File.Exists(path).ShouldBeTrue();
        _orphans.MayRemove.ShouldBeFalse();
    }

    private static Lease Full() => Some.Lease(workload: Some.Workload() with { HasEnv = true }) with
    {
        ImageDigest = "sha256:fedcba9876543210",
        ContainerIp = "10.213.0.7",
        LastError = "it did not work",
        Restarts = 2,
        Completed = true,
        ExitedAt = Some.Now.AddSeconds(4),
        RestartAt = Some.Now.AddSeconds(5),
        Outage = new Outage(Some.Now.AddSeconds(4), TimeSpan.FromHours(1)),
        OutageCredit = TimeSpan.FromSeconds(9),
        Held = true,
        Confirmation = new LeaseConfirmation(Some.RequestId("word"), TimeSpan.FromHours(1)),
        Extensions = [new LeaseExtension(Some.RequestId("more"), TimeSpan.FromMinutes(1))],
    };

    private static string Text(object? value) => value switch
    {
        System.Collections.IEnumerable items and not string => string.Join(',', items.Cast<object>()),
        Core.Workloads.Workload workload => $"{workload with { Ports = [], Capabilities = [], Ulimits = [] }} {Text(workload.Ports)} {Text(workload.Capabilities)} {Text(workload.Ulimits)}",
        _ => value?.ToString() ?? "none",
    };
}
