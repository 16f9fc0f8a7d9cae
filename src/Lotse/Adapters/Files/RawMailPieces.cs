namespace Lotse.Adapters.Files;

/// <summary>Sorts lines into text and runs of base64, and writes them as pieces. A run becomes a file once it is long enough;
/// until then its lines are kept as they came, so a short one is written as text unchanged.</summary>
internal sealed class RawMailPieces : IDisposable
{
    private readonly BinaryWriter _pieces;
    private readonly FileStore _files;
    private readonly MemoryStream _text = new();
    private readonly MemoryStream _run = new();
    private readonly MemoryStream _decodedRun = new();
    private readonly byte[] _decoded = new byte[LineReader.Longest];
    private UnfinishedFile? _file;
    private long _fileBytes;
    private int _characters;
    private bool _carriageReturn;

    public RawMailPieces(Stream target, FileStore files) => (_pieces, _files) = (new BinaryWriter(target), files);

    public void Add(ReadOnlySpan<byte> line)
    {
        // Only lines as long as encoders make them: short words look like base64 too.
        if (!Base64Lines.TryRead(line, _decoded, out var characters, out var carriageReturn, out var bytes) || characters > 998)
        {
            EndRun();
            _text.Write(line);
            if (_text.Length > 256 * 1024) WriteText();
            return;
        }
        if (_characters > 0 && (carriageReturn != _carriageReturn || characters > _characters)) EndRun();
        if (_characters == 0) (_characters, _carriageReturn) = (characters, carriageReturn);
        Extend(line, bytes);
        if (characters < _characters || line[characters - 1] == '=') EndRun();
    }

    public void End()
    {
        EndRun();
        WriteText();
        _pieces.Flush();
    }

    public void Dispose()
    {
        _file?.Dispose();
        _text.Dispose();
        _run.Dispose();
        _decodedRun.Dispose();
    }

    private void Extend(ReadOnlySpan<byte> line, int bytes)
    {
        if (_file is null)
        {
            _run.Write(line);
            _decodedRun.Write(_decoded.AsSpan(0, bytes));
            if (_decodedRun.Length < RawMailCodec.FileFrom) return;
            _file = _files.Begin();
            _file.Write(_decodedRun.GetBuffer().AsSpan(0, (int)_decodedRun.Length));
            _fileBytes = _decodedRun.Length;
            return;
        }
        _file.Write(_decoded.AsSpan(0, bytes));
        _fileBytes += bytes;
    }

    private void EndRun()
    {
        if (_characters == 0) return;
        if (_file is null)
        {
            _run.WriteTo(_text);
        }
        else
        {
            WriteText();
            _pieces.Write((byte)(_carriageReturn ? 'F' : 'f'));
            _pieces.Write(Convert.FromHexString(_file.Finish()));
            _pieces.Write7BitEncodedInt(_characters);
            _pieces.Write7BitEncodedInt64(_fileBytes);
            _file.Dispose();
            _file = null;
        }
        _run.SetLength(0);
        _decodedRun.SetLength(0);
        _characters = 0;
    }

    private void WriteText()
    {
        if (_text.Length == 0) return;
        _pieces.Write((byte)'T');
        _pieces.Write7BitEncodedInt64(_text.Length);
        _pieces.Write(_text.GetBuffer(), 0, (int)_text.Length);
        _text.SetLength(0);
    }
}
