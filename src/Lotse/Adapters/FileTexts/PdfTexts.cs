using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace Lotse.Adapters.FileTexts;

/// <summary>Has PDFs read by a process that may be ended. Started with the first one and ended with the last: dispose it after some files.</summary>
public sealed class PdfTexts : IAsyncDisposable
{
    private const int MostMegabytes = 300;

    /// <summary>For one file, the start of the reader included. Its pages are few and its machine may be busy.</summary>
    private readonly TimeSpan _patience;

    private Process? _reader;

    public PdfTexts(TimeSpan? patience = null) => _patience = patience ?? TimeSpan.FromSeconds(15);

    /// <returns>Empty where it has no words, cannot be read or takes too long.</returns>
    public async Task<string> ReadAsync(byte[] pdf, CancellationToken cancel)
    {
        if (pdf.Length is 0 or > PdfWords.MostBytes) return "";
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(_patience);
        try
        {
            return await AskAsync(_reader ??= Start(), pdf, late.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidDataException or System.ComponentModel.Win32Exception)
        {
            End();
            cancel.ThrowIfCancellationRequested();
            return "";
        }
    }

    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    private static async Task<string> AskAsync(Process reader, byte[] pdf, CancellationToken cancel)
    {
        var head = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(head, pdf.Length);
        var (input, output) = (reader.StandardInput.BaseStream, reader.StandardOutput.BaseStream);
        await input.WriteAsync(head, cancel);
        await input.WriteAsync(pdf, cancel);
        await input.FlushAsync(cancel);
        await output.ReadExactlyAsync(head, cancel);
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 0 or > PdfWords.MostCharacters * 4) throw new InvalidDataException();
        var text = new byte[length];
        await output.ReadExactlyAsync(text, cancel);
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>This program once more, as a reader: by its own name, or by the runtime where it was not started by it (as in tests).</summary>
    private static Process Start()
    {
        var own = Path.GetFileName(Environment.ProcessPath)?.ToLowerInvariant() is "lotse" or "lotse.exe";
        var start = new ProcessStartInfo(own ? Environment.ProcessPath! : "dotnet") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (!own) start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Lotse.dll"));
        start.ArgumentList.Add(PdfWords.Verb);
        foreach (var secret in start.Environment.Keys.Where(key => key.StartsWith("LOTSE_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(secret);
        start.Environment["DOTNET_GCHeapHardLimit"] = (MostMegabytes * 1024L * 1024L).ToString("X", System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        var reader = Process.Start(start)!;
        // What it says when it falls over is nobody's concern, but has to go somewhere.
        reader.ErrorDataReceived += (_, _) => { };
        reader.BeginErrorReadLine();
        return reader;
    }

    private void End()
    {
        if (_reader is not { } reader) return;
        _reader = null;
        try
        {
            reader.Kill(); // It starts nobody. Of a whole tree each is stopped first, and stays so where this desk is ended in that moment.
        }
        catch (InvalidOperationException)
        {
            // It is over already.
        }
        reader.Dispose();
    }
}
