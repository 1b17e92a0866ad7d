using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Paygress.Provider.Api;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Linux.Clocks;
using Paygress.Provider.Linux.Files;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Clocks;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.UnitTests.Fuzz;

/// <summary>The provider's own files, after a disk or a person has been at them.</summary>
public sealed class StorageFuzzTests
{
    private const string Id = "aaaabbbbccccddddaaaabbbbccccdddd\n";

    private const string Mark = """{"at":"2026-03-01T12:00:00+00:00","boot_id":"b","since_boot":"00:10:01.5","suspended":"00:00:00","wall":"2026-03-01T12:00:00+00:00"}""";

    private static readonly string LeaseFile = Encoding.UTF8.GetString(LeaseFileFormat.Write(Some.Lease(at: Some.Now) with
    {
        LastError = "it did not work",
        Outage = new Outage(Some.Now.AddSeconds(4), TimeSpan.FromHours(1)),
    }));

    // The columns that are JSON texts themselves, as the books hold them.
    private static readonly Gen<string> Workloads = Mutations.JsonText(
        """{"image":"paygress/hello:1","template":"hello","tier":{"id":"basic","cpu_millicores":1000,"memory_mb":1024,"storage_gb":10,"rate_msat":50},"ports":[{"container_port":8080,"protocol":"tcp","label":"web"}],"data_path":"/data","encrypted":false,"has_env":false,"init":true,"capabilities":["CHOWN"],"ulimits":["nofile=1"]}""");

    [Fact]
    public void LeaseFile_Spoilt_IsALeaseThatCanBeShownOrNone() => Fuzzing.Check(Mutations.Json(LeaseFile), CheckLease, cost: 4);

    [Fact]
    public void Workload_Spoilt_IsALeaseThatCanBeShownOrNone() => Fuzzing.Check(
        Workloads,
        workload => CheckLease(Encoding.UTF8.GetBytes(Regex.Replace(LeaseFile, "(?<=\"workload\": )\".*\"", _ => $"\"{JsonEncodedText.Encode(workload)}\""))),
        cost: 4);

    [Fact]
    public void ClockMark_Spoilt_IsATimeOrUnusable()
    {
        using var folder = new TempFolder();
        var host = new FakeHostClock(TimeProvider.System).Read();
        Mutations.Json(Mark).Sample(bytes =>
        {
            File.WriteAllBytes(folder.File("clock.json"), bytes);
            if (new ClockMarkFile(folder.Path).Read() is not ClockMarkResult.Known { Mark: var mark })
            {
                return;
            }

            mark.ShouldNotBeNull();
            foreach (var boot in (string[])["b", "another"])
            {
                var start = ClockRule.Start(mark, host with { BootId = boot });
                (start.Now + TimeSpan.FromDays(3650) + (mark.Suspended - mark.Owed).Duration()).ShouldBeGreaterThan(start.Now);
            }
        }, iter: Fuzzing.Count(cost: 2), threads: 1, print: Fuzzing.Literal);
    }

    [Fact]
    public void Identity_Spoilt_IsOneOrUnusable()
    {
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File("instance-secret"), new byte[32]);
        Mutations.Bytes(Id).Sample(bytes =>
        {
            File.WriteAllBytes(folder.File("instance-id"), bytes);
            (InstanceIdentity.Open(folder.Path) is not InstanceIdentityResult.Opened { Identity: var identity } || Encoding.UTF8.GetString(bytes).TrimEnd('\n') == identity.Id).ShouldBeTrue();
        }, iter: Fuzzing.Count(cost: 2), threads: 1, print: Fuzzing.Literal);
    }

    private static void CheckLease(byte[] content)
    {
        try
        {
            var lease = LeaseFileReader.Read(content);
            LeaseFileReader.Read(LeaseFileFormat.Write(lease)).ToString().ShouldBe(lease.ToString());
            var clock = new FakeHostClock(TimeProvider.System) { Skew = TimeSpan.FromDays(400) };
            new LeaseMapper("h", new SpawnProgress(), clock, TimeProvider.System).ToMessage(lease);
        }
        catch (InvalidDataException e)
        {
            e.Message.Length.ShouldBeLessThan(1000);
        }
    }
}
