using System.Text;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Storage;

public sealed class LeaseFileReaderTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheLease()
    {
        var lease = Some.Lease();

        LeaseFileReader.Read(LeaseFileFormat.Write(lease)).ToString().ShouldBe(lease.ToString());
    }

    // The journal gets the reason.
    [Fact]
    public void Read_LongNonsense_IsToldShortly()
    {
        var file = Encoding.UTF8.GetString(LeaseFileFormat.Write(Some.Lease())).Replace("\"active\"", $"\"{new string('x', 100_000)}\"", StringComparison.Ordinal);

        Should.Throw<InvalidDataException>(() => LeaseFileReader.Read(Encoding.UTF8.GetBytes(file))).Message.Length.ShouldBe(300);
    }
}
