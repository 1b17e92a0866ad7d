using Serilog.Core;
using Serilog.Events;
using Serilog.Tests.Support;

namespace Serilog.Tests;

public sealed class JournaldLoggerConfigurationExtensionsTests
{
    [Fact]
    public void Journald_LogCall_ReachesTheSocketBeforeItReturns()
    {
        using var journal = JournalReceiver.Listening();
        using var logger = new LoggerConfiguration()
            .WriteTo.Journald("paygress-provider", _ => "0123456789abcdef0123456789abcdef", journal.Path, "PAYGRESS")
            .CreateLogger();

        logger.ForContext("SourceContext", "Tests").Warning("Lease {LeaseId} is {State}", "a1", "locked");

        var entry = journal.ReceiveQueued().Single();
        entry["MESSAGE"].ShouldBe("Lease a1 is locked");
        entry["MESSAGE_ID"].ShouldBe("0123456789abcdef0123456789abcdef");
        entry["PRIORITY"].ShouldBe("4");
        entry["SYSLOG_IDENTIFIER"].ShouldBe("paygress-provider");
        entry["PAYGRESS_LEASE_ID"].ShouldBe("a1");
        entry["PAYGRESS_STATE"].ShouldBe("locked");
        entry["PAYGRESS_LOGGER"].ShouldBe("Tests");
    }

    [Fact]
    public void Journald_MinimumLevel_KeepsLowerEventsOut()
    {
        using var journal = JournalReceiver.Listening();
        using var logger = new LoggerConfiguration()
            .WriteTo.Journald(socketPath: journal.Path, restrictedToMinimumLevel: LogEventLevel.Error)
            .CreateLogger();

        logger.Warning("no");
        logger.Error("yes");

        journal.ReceiveQueued().Single()["MESSAGE"].ShouldBe("yes");
    }

    [Fact]
    public void Journald_LevelSwitch_IsObeyed()
    {
        var level = new LoggingLevelSwitch(LogEventLevel.Fatal);
        using var journal = JournalReceiver.Listening();
        using var logger = new LoggerConfiguration().WriteTo.Journald(socketPath: journal.Path, levelSwitch: level).CreateLogger();

        logger.Error("no");
        level.MinimumLevel = LogEventLevel.Error;
        logger.Error("yes");

        journal.ReceiveQueued().Single()["MESSAGE"].ShouldBe("yes");
    }

    [Fact]
    public void Journald_InFallbackChain_LeavesLostEventsToTheNextSink()
    {
        var fallback = new CollectingSink();
        using var journal = JournalReceiver.Absent();
        using var logger = new LoggerConfiguration()
            .WriteTo.FallbackChain(to => to.Journald(socketPath: journal.Path), to => to.Sink(fallback))
            .CreateLogger();

        logger.Information("to the fallback");
        journal.Open();
        logger.Information("to the journal");

        fallback.Events.Single().RenderMessage().ShouldBe("to the fallback");
        journal.ReceiveQueued().Select(entry => entry["MESSAGE"])
            .ShouldBe(["1 log entries were lost on the way to the journal", "to the journal"]);
    }

    [Fact]
    public void Journald_SocketAbsent_DoesNotThrow()
    {
        using var journal = JournalReceiver.Absent();
        using var logger = new LoggerConfiguration().WriteTo.Journald(socketPath: journal.Path).CreateLogger();

        Should.NotThrow(() => logger.Information("nobody hears this"));
    }

    [Fact]
    public void Journald_WrongArguments_Throw()
    {
        var configuration = new LoggerConfiguration();

        Should.Throw<ArgumentException>(() => configuration.WriteTo.Journald(socketPath: ""));
        Should.Throw<ArgumentException>(() => configuration.WriteTo.Journald(socketPath: "/" + new string('x', 200)));
        Should.Throw<ArgumentException>(() => configuration.WriteTo.Journald(fieldPrefix: "paygress"));
        Should.Throw<ArgumentNullException>(() => configuration.WriteTo.Journald(fieldPrefix: null!));
    }
}
