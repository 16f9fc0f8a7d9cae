using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Lotse.Adapters.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class TextBlocks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "text_block_files",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    text_block_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    content_type = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_text_block_files", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "text_block_folders",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    parent_folder_id = table.Column<long>(type: "bigint", nullable: true),
                    community_id = table.Column<long>(type: "bigint", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_text_block_folders", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "text_block_texts",
                columns: table => new
                {
                    text_block_id = table.Column<long>(type: "bigint", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    html = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_text_block_texts", x => new { x.text_block_id, x.language });
                });

            migrationBuilder.CreateTable(
                name: "text_block_uses",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    text_block_id = table.Column<long>(type: "bigint", nullable: false),
                    message_id = table.Column<long>(type: "bigint", nullable: false),
                    agent_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    solved = table.Column<bool>(type: "boolean", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_text_block_uses", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "text_block_versions",
                columns: table => new
                {
                    text_block_id = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    agent_id = table.Column<long>(type: "bigint", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_text_block_versions", x => new { x.text_block_id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "text_block_words",
                columns: table => new
                {
                    text_block_id = table.Column<long>(type: "bigint", nullable: false),
                    word = table.Column<string>(type: "text", nullable: false),
                    learned = table.Column<bool>(type: "boolean", nullable: false),
                    community_id = table.Column<long>(type: "bigint", nullable: true),
                    weight = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_text_block_words", x => new { x.text_block_id, x.word, x.learned });
                });

            migrationBuilder.CreateTable(
                name: "text_blocks",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    community_id = table.Column<long>(type: "bigint", nullable: true),
                    folder_id = table.Column<long>(type: "bigint", nullable: true),
                    title = table.Column<string>(type: "text", nullable: false),
                    shortcut = table.Column<string>(type: "text", nullable: true),
                    product = table.Column<string>(type: "text", nullable: true),
                    owner_id = table.Column<long>(type: "bigint", nullable: true),
                    review_at = table.Column<long>(type: "bigint", nullable: true),
                    state = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    updated_by_id = table.Column<long>(type: "bigint", nullable: true),
                    sent = table.Column<long>(type: "bigint", nullable: false),
                    solved = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_text_blocks", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_text_block_files_sha256",
                table: "text_block_files",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "ix_text_block_files_text_block_id",
                table: "text_block_files",
                column: "text_block_id");

            migrationBuilder.CreateIndex(
                name: "ix_text_block_folders_community_id",
                table: "text_block_folders",
                column: "community_id");

            migrationBuilder.CreateIndex(
                name: "ix_text_block_folders_parent_folder_id",
                table: "text_block_folders",
                column: "parent_folder_id");

            migrationBuilder.CreateIndex(
                name: "ix_text_block_uses_message_id_text_block_id",
                table: "text_block_uses",
                columns: new[] { "message_id", "text_block_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_text_block_uses_text_block_id_id",
                table: "text_block_uses",
                columns: new[] { "text_block_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_text_block_uses_text_block_id_solved",
                table: "text_block_uses",
                columns: new[] { "text_block_id", "solved" });

            migrationBuilder.CreateIndex(
                name: "ix_text_block_words_word_community_id_learned_weight",
                table: "text_block_words",
                columns: new[] { "word", "community_id", "learned", "weight" });

            migrationBuilder.CreateIndex(
                name: "ix_text_blocks_community_id_shortcut",
                table: "text_blocks",
                columns: new[] { "community_id", "shortcut" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_text_blocks_folder_id_title_id",
                table: "text_blocks",
                columns: new[] { "folder_id", "title", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_text_blocks_shortcut",
                table: "text_blocks",
                column: "shortcut");

            migrationBuilder.CreateIndex(
                name: "ix_text_blocks_state_review_at",
                table: "text_blocks",
                columns: new[] { "state", "review_at" });

            migrationBuilder.CreateIndex(
                name: "ix_text_blocks_title_id",
                table: "text_blocks",
                columns: new[] { "title", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "text_block_files");

            migrationBuilder.DropTable(
                name: "text_block_folders");

            migrationBuilder.DropTable(
                name: "text_block_texts");

            migrationBuilder.DropTable(
                name: "text_block_uses");

            migrationBuilder.DropTable(
                name: "text_block_versions");

            migrationBuilder.DropTable(
                name: "text_block_words");

            migrationBuilder.DropTable(
                name: "text_blocks");
        }
    }
}
