using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Linux.Clocks;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Clocks;

public sealed class ClockMarkFileTests : IDisposable
{
    private static readonly ClockMark Mark = new(Some.Now.AddTicks(1234567), "boot", TimeSpan.FromSeconds(1.5), TimeSpan.FromHours(2), Some.Now.AddDays(1));
    private readonly TempFolder _folder = new();

    private string FilePath => Path.Combine(_folder.Path, "clock.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAsync_ThenRead_IsTheSameToTheTick()
    {
        var file = new ClockMarkFile(_folder.Path);
        file.Read().ShouldBe(new ClockMarkResult.Known(null));

        await file.WriteAsync(Mark with { BootId = "before" }, TestContext.Current.CancellationToken);
        await file.WriteAsync(Mark, TestContext.Current.CancellationToken);

        (Known(file) with { Earlier = Mark.Earlier }).ShouldBe(Mark);
        File.GetUnixFileMode(FilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(_folder.Path).ShouldBe([FilePath]);
    }

    [Fact]
    public async Task WriteAsync_ClockThatWasSet_KeepsWhatItShowedBefore()
    {
        var file = new ClockMarkFile(_folder.Path);
        WallSkew[] earlier = [new(TimeSpan.FromHours(-24), Some.Now.AddTicks(-7)), new(TimeSpan.Zero, Some.Now.AddHours(-1))];

        await file.WriteAsync(Mark with { Earlier = [.. earlier] }, TestContext.Current.CancellationToken);

        Known(file).Earlier.ShouldBe(earlier);
    }

    [Fact]
    public void Read_OfAProviderThatKeptNoEarlierSkews_HasNone()
    {
        File.WriteAllText(FilePath, """{"at":"2026-03-01T12:00:00+00:00","boot_id":"b","since_boot":"00:00:01","suspended":"00:00:00","wall":"2026-03-01T12:00:00+00:00"}""");

        Known(new ClockMarkFile(_folder.Path)).Earlier.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"at":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00+00:00","boot_id":null,"since_boot":"00:00:01","suspended":"00:00:00","wall":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"at":"yesterday","boot_id":"b","since_boot":"00:00:01","suspended":"00:00:00","wall":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"at":"9999-12-31T23:59:59+00:00","boot_id":"b","since_boot":"00:00:01","suspended":"00:00:00","wall":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"at":"0001-01-01T00:00:00+00:00","boot_id":"b","since_boot":"00:00:01","suspended":"00:00:00","wall":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00+00:00","boot_id":"b","since_boot":"00:00:01","suspended":"00:00:00","wall":"9999-12-31T23:59:59+00:00"}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00+00:00","boot_id":"b","since_boot":"-10675199.02:48:05.4775808","suspended":"00:00:00","wall":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00+00:00","boot_id":"b","since_boot":"00:00:01","suspended":"10675199.02:48:05.4775807","wall":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00+00:00","boot_id":"b","since_boot":"00:00:01","suspended":"00:00:00","wall":"2026-03-01T12:00:00+00:00","earlier":[null]}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00+00:00","boot_id":"b","since_boot":"00:00:01","suspended":"00:00:00","wall":"2026-03-01T12:00:00+00:00","earlier":[{"ahead":"00:00:01"}]}""")]
    [InlineData("""{"at":"2026-03-01T12:00:00+00:00","boot_id":"b","since_boot":"00:00:01","suspended":"00:00:00","wall":"2026-03-01T12:00:00+00:00","earlier":[{"ahead":"10675199.02:48:05.4775807","seen_at":"2026-03-01T12:00:00+00:00"}]}""")]
    public void Read_Damaged_IsNotTakenForTheFirstStart(string content)
    {
        File.WriteAllText(FilePath, content);

        new ClockMarkFile(_folder.Path).Read().ShouldBeOfType<ClockMarkResult.Unusable>().Reason.ShouldStartWith($"{FilePath} can't be read");
    }

    [Fact]
    public void Read_NotAFile_IsNotTakenForTheFirstStart()
    {
        Directory.CreateDirectory(FilePath);

        new ClockMarkFile(_folder.Path).Read().ShouldBeOfType<ClockMarkResult.Unusable>();
    }

    private static ClockMark Known(ClockMarkFile file) => file.Read().ShouldBeOfType<ClockMarkResult.Known>().Mark.ShouldNotBeNull();
}
